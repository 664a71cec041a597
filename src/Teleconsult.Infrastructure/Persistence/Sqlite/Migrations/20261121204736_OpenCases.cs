using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OpenCases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_consults_Holder_State",
                table: "consults");

            migrationBuilder.DropIndex(
                name: "IX_consults_Network_State_StepDue",
                table: "consults");

            migrationBuilder.DropIndex(
                name: "IX_consults_Service_State_StepDue",
                table: "consults");

            migrationBuilder.CreateIndex(
                name: "IX_consults_open",
                table: "consults",
                columns: new[] { "Network", "StepDue", "Number", "State", "StepKind", "Service", "Holder", "Requester", "Id" },
                filter: "\"State\" < 7");

            migrationBuilder.CreateIndex(
                name: "IX_consults_Service",
                table: "consults",
                column: "Service");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_consults_open",
                table: "consults");

            migrationBuilder.DropIndex(
                name: "IX_consults_Service",
                table: "consults");

            migrationBuilder.CreateIndex(
                name: "IX_consults_Holder_State",
                table: "consults",
                columns: new[] { "Holder", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_consults_Network_State_StepDue",
                table: "consults",
                columns: new[] { "Network", "State", "StepDue" });

            migrationBuilder.CreateIndex(
                name: "IX_consults_Service_State_StepDue",
                table: "consults",
                columns: new[] { "Service", "State", "StepDue" });
        }
    }
}
