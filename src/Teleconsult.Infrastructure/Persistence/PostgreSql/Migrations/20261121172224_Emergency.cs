using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Emergency : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Phone",
                table: "services",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TimeZone",
                table: "networks",
                type: "text",
                nullable: false,
                defaultValue: "UTC");

            migrationBuilder.CreateTable(
                name: "calls",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Consult = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    SpokeAt = table.Column<long>(type: "bigint", nullable: false),
                    Advice = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calls", x => new { x.Consult, x.Id });
                    table.ForeignKey(
                        name: "FK_calls_consults_Consult",
                        column: x => x.Consult,
                        principalTable: "consults",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "read_backs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Consult = table.Column<Guid>(type: "uuid", nullable: false),
                    Advice = table.Column<Guid>(type: "uuid", nullable: false),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    ConfirmedAt = table.Column<long>(type: "bigint", nullable: true),
                    ConfirmedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    CorrectedAt = table.Column<long>(type: "bigint", nullable: true),
                    CorrectedBy = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_read_backs", x => new { x.Consult, x.Id });
                    table.ForeignKey(
                        name: "FK_read_backs_consults_Consult",
                        column: x => x.Consult,
                        principalTable: "consults",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calls");

            migrationBuilder.DropTable(
                name: "read_backs");

            migrationBuilder.DropColumn(
                name: "Phone",
                table: "services");

            migrationBuilder.DropColumn(
                name: "TimeZone",
                table: "networks");
        }
    }
}
