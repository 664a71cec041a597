using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class LostPhotos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "LostAt",
                table: "photos",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Original_LostAt",
                table: "photos",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "LanguageChosen",
                table: "AspNetUsers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_photos_LostAt",
                table: "photos",
                column: "LostAt",
                filter: "\"LostAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_consults_Network_ClosedAt",
                table: "consults",
                columns: new[] { "Network", "ClosedAt" },
                filter: "\"ClosedAt\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_photos_LostAt",
                table: "photos");

            migrationBuilder.DropIndex(
                name: "IX_consults_Network_ClosedAt",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "LostAt",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_LostAt",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "LanguageChosen",
                table: "AspNetUsers");
        }
    }
}
