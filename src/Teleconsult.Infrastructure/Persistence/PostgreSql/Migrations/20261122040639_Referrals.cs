using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Referrals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "AttendedAt",
                table: "response_times",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeliveredAt",
                table: "response_times",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "LoopCountedIn",
                table: "response_times",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "LoopDue",
                table: "response_times",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReferredAt",
                table: "response_times",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ReportedAt",
                table: "response_times",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeliveredAt",
                table: "advice",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "counted",
                columns: table => new
                {
                    Consult = table.Column<Guid>(type: "uuid", nullable: false),
                    What = table.Column<int>(type: "integer", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Month = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_counted", x => new { x.Consult, x.What });
                });

            migrationBuilder.Sql(
                "insert into counted (\"Consult\", \"What\", \"Network\", \"Month\") select \"Consult\", 1, \"Network\", \"CountedIn\" from response_times where \"CountedIn\" is not null");

            migrationBuilder.CreateTable(
                name: "referrals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Consult = table.Column<Guid>(type: "uuid", nullable: false),
                    Advice = table.Column<Guid>(type: "uuid", nullable: true),
                    By = table.Column<Guid>(type: "uuid", nullable: false),
                    MadeAt = table.Column<long>(type: "bigint", nullable: false),
                    Urgency = table.Column<int>(type: "integer", nullable: false),
                    Reason = table.Column<int>(type: "integer", nullable: false),
                    Service = table.Column<Guid>(type: "uuid", nullable: true),
                    Place = table.Column<Guid>(type: "uuid", nullable: true),
                    AttendBy = table.Column<long>(type: "bigint", nullable: false),
                    BookedFor = table.Column<long>(type: "bigint", nullable: true),
                    AttendedOn = table.Column<long>(type: "bigint", nullable: true),
                    MissedAt = table.Column<long>(type: "bigint", nullable: true),
                    Missed = table.Column<int>(type: "integer", nullable: true),
                    TimesMissed = table.Column<int>(type: "integer", nullable: false),
                    ReportedAt = table.Column<long>(type: "bigint", nullable: true),
                    EndedAt = table.Column<long>(type: "bigint", nullable: true),
                    Ended = table.Column<int>(type: "integer", nullable: true),
                    Step = table.Column<int>(type: "integer", nullable: false),
                    StepDue = table.Column<long>(type: "bigint", nullable: false),
                    StepWho = table.Column<Guid>(type: "uuid", nullable: true),
                    StepRound = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_referrals", x => new { x.Consult, x.Id });
                    table.ForeignKey(
                        name: "FK_referrals_consults_Consult",
                        column: x => x.Consult,
                        principalTable: "consults",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_response_times_Network_LoopDue",
                table: "response_times",
                columns: new[] { "Network", "LoopDue" },
                filter: "\"LoopDue\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_referrals_StepDue",
                table: "referrals",
                column: "StepDue",
                filter: "\"Step\" <> 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "counted");

            migrationBuilder.DropTable(
                name: "referrals");

            migrationBuilder.DropIndex(
                name: "IX_response_times_Network_LoopDue",
                table: "response_times");

            migrationBuilder.DropColumn(
                name: "AttendedAt",
                table: "response_times");

            migrationBuilder.DropColumn(
                name: "DeliveredAt",
                table: "response_times");

            migrationBuilder.DropColumn(
                name: "LoopCountedIn",
                table: "response_times");

            migrationBuilder.DropColumn(
                name: "LoopDue",
                table: "response_times");

            migrationBuilder.DropColumn(
                name: "ReferredAt",
                table: "response_times");

            migrationBuilder.DropColumn(
                name: "ReportedAt",
                table: "response_times");

            migrationBuilder.DropColumn(
                name: "DeliveredAt",
                table: "advice");
        }
    }
}
