using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class HeldCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_consults_Holder_State",
                table: "consults",
                columns: new[] { "Holder", "State" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_consults_Holder_State",
                table: "consults");
        }
    }
}
