using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Duty : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "Lead",
                table: "services",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "PromisesEmergency",
                table: "services",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Detail",
                table: "audit",
                type: "character varying(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeactivatedAt",
                table: "AspNetUsers",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Gender",
                table: "AspNetUsers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "MustChangePassword",
                table: "AspNetUsers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Speaks",
                table: "AspNetUsers",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "calendars",
                columns: table => new
                {
                    Service = table.Column<Guid>(type: "uuid", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Zone = table.Column<string>(type: "text", nullable: false),
                    Hours = table.Column<string>(type: "text", nullable: false),
                    ClosedOnHolidays = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_calendars", x => x.Service);
                });

            migrationBuilder.CreateTable(
                name: "contact_points",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Person = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<int>(type: "integer", nullable: false),
                    Address = table.Column<string>(type: "text", nullable: false),
                    Order = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_contact_points", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "holidays",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Service = table.Column<Guid>(type: "uuid", nullable: true),
                    Date = table.Column<DateOnly>(type: "date", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_holidays", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "leave",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Person = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<long>(type: "bigint", nullable: false),
                    To = table.Column<long>(type: "bigint", nullable: false),
                    EnteredBy = table.Column<Guid>(type: "uuid", nullable: false),
                    EnteredAt = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_leave", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "quiet_hours",
                columns: table => new
                {
                    Person = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    To = table.Column<TimeOnly>(type: "time without time zone", nullable: false),
                    Zone = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quiet_hours", x => x.Person);
                });

            migrationBuilder.CreateTable(
                name: "response_targets",
                columns: table => new
                {
                    Service = table.Column<Guid>(type: "uuid", nullable: false),
                    Urgency = table.Column<int>(type: "integer", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Claim = table.Column<long>(type: "bigint", nullable: false),
                    Advice = table.Column<long>(type: "bigint", nullable: false),
                    Read = table.Column<long>(type: "bigint", nullable: false),
                    Information = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_response_targets", x => new { x.Service, x.Urgency });
                });

            migrationBuilder.CreateTable(
                name: "rosters",
                columns: table => new
                {
                    Service = table.Column<Guid>(type: "uuid", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Draft = table.Column<string>(type: "text", nullable: false),
                    Published = table.Column<string>(type: "text", nullable: true),
                    PublishedAt = table.Column<long>(type: "bigint", nullable: true),
                    PublishedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rosters", x => x.Service);
                });

            migrationBuilder.CreateTable(
                name: "swaps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Service = table.Column<Guid>(type: "uuid", nullable: false),
                    Shift = table.Column<Guid>(type: "uuid", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    From = table.Column<Guid>(type: "uuid", nullable: false),
                    To = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    AskedBy = table.Column<Guid>(type: "uuid", nullable: false),
                    AskedAt = table.Column<long>(type: "bigint", nullable: false),
                    DecidedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    DecidedAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_swaps", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_calendars_Network",
                table: "calendars",
                column: "Network");

            migrationBuilder.CreateIndex(
                name: "IX_contact_points_Person",
                table: "contact_points",
                column: "Person");

            migrationBuilder.CreateIndex(
                name: "IX_holidays_Network_Date",
                table: "holidays",
                columns: new[] { "Network", "Date" });

            migrationBuilder.CreateIndex(
                name: "IX_leave_Network_To",
                table: "leave",
                columns: new[] { "Network", "To" });

            migrationBuilder.CreateIndex(
                name: "IX_response_targets_Network",
                table: "response_targets",
                column: "Network");

            migrationBuilder.CreateIndex(
                name: "IX_rosters_Network",
                table: "rosters",
                column: "Network");

            migrationBuilder.CreateIndex(
                name: "IX_swaps_Network_Day",
                table: "swaps",
                columns: new[] { "Network", "Day" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calendars");

            migrationBuilder.DropTable(
                name: "contact_points");

            migrationBuilder.DropTable(
                name: "holidays");

            migrationBuilder.DropTable(
                name: "leave");

            migrationBuilder.DropTable(
                name: "quiet_hours");

            migrationBuilder.DropTable(
                name: "response_targets");

            migrationBuilder.DropTable(
                name: "rosters");

            migrationBuilder.DropTable(
                name: "swaps");

            migrationBuilder.DropColumn(
                name: "Lead",
                table: "services");

            migrationBuilder.DropColumn(
                name: "PromisesEmergency",
                table: "services");

            migrationBuilder.DropColumn(
                name: "Detail",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "DeactivatedAt",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "Gender",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "MustChangePassword",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "Speaks",
                table: "AspNetUsers");
        }
    }
}
