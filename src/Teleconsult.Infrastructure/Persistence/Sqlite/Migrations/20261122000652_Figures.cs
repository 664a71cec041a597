using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Figures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The times are read anew from the log: rows of before know neither facility nor hours.
            migrationBuilder.Sql("delete from readers where \"Name\" = 'response-times';");

            migrationBuilder.DropTable(
                name: "response_times");

            migrationBuilder.CreateTable(
                name: "response_times",
                columns: table => new
                {
                    Consult = table.Column<Guid>(type: "TEXT", nullable: false),
                    ActedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AdviceDue = table.Column<long>(type: "INTEGER", nullable: true),
                    AdviceTargetTicks = table.Column<long>(type: "INTEGER", nullable: false),
                    AdvisedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AdvisedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    AdvisedServiceTicks = table.Column<long>(type: "INTEGER", nullable: true),
                    AllocatedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AllocatedServiceTicks = table.Column<long>(type: "INTEGER", nullable: true),
                    AskedSince = table.Column<long>(type: "INTEGER", nullable: true),
                    ClaimDue = table.Column<long>(type: "INTEGER", nullable: true),
                    ClaimedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClaimedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ClaimedServiceTicks = table.Column<long>(type: "INTEGER", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    CountedIn = table.Column<int>(type: "INTEGER", nullable: true),
                    Excluded = table.Column<int>(type: "INTEGER", nullable: true),
                    Facility = table.Column<Guid>(type: "TEXT", nullable: false),
                    FirstResponseAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstResponseBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    FirstResponseServiceTicks = table.Column<long>(type: "INTEGER", nullable: true),
                    HasActions = table.Column<bool>(type: "INTEGER", nullable: false),
                    Network = table.Column<Guid>(type: "TEXT", nullable: false),
                    Pathway = table.Column<int>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Requester = table.Column<Guid>(type: "TEXT", nullable: false),
                    RequesterTurnTicks = table.Column<long>(type: "INTEGER", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SeenBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    SentAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Service = table.Column<Guid>(type: "TEXT", nullable: true),
                    Template = table.Column<string>(type: "TEXT", nullable: false),
                    TimesAsked = table.Column<int>(type: "INTEGER", nullable: false),
                    Urgency = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_response_times", x => x.Consult);
                });

            migrationBuilder.CreateIndex(
                name: "IX_response_times_Network_AdviceDue",
                table: "response_times",
                columns: new[] { "Network", "AdviceDue" });

            migrationBuilder.AddColumn<int>(
                name: "TimesAsked",
                table: "consults",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "month_notes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Network = table.Column<Guid>(type: "TEXT", nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_month_notes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "person_looks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Network = table.Column<Guid>(type: "TEXT", nullable: false),
                    Person = table.Column<Guid>(type: "TEXT", nullable: false),
                    By = table.Column<Guid>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Why = table.Column<int>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_looks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "published_figures",
                columns: table => new
                {
                    Network = table.Column<Guid>(type: "TEXT", nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    Table = table.Column<int>(type: "INTEGER", nullable: false),
                    Group = table.Column<string>(type: "TEXT", nullable: false),
                    Measure = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Urgency = table.Column<int>(type: "INTEGER", nullable: true),
                    Disclosed = table.Column<int>(type: "INTEGER", nullable: false),
                    Cases = table.Column<int>(type: "INTEGER", nullable: false),
                    Unanswered = table.Column<int>(type: "INTEGER", nullable: false),
                    InTarget = table.Column<int>(type: "INTEGER", nullable: false),
                    MedianMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    NinetiethMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    ServiceMedianMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    ServiceNinetiethMinutes = table.Column<int>(type: "INTEGER", nullable: true),
                    TargetMinutes = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_published_figures", x => new { x.Network, x.Month, x.Table, x.Group, x.Measure });
                });

            migrationBuilder.CreateTable(
                name: "published_months",
                columns: table => new
                {
                    Network = table.Column<Guid>(type: "TEXT", nullable: false),
                    Month = table.Column<int>(type: "INTEGER", nullable: false),
                    PublishedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    PublishedBy = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_published_months", x => new { x.Network, x.Month });
                });

            migrationBuilder.CreateIndex(
                name: "IX_month_notes_Network_Month",
                table: "month_notes",
                columns: new[] { "Network", "Month" });

            migrationBuilder.CreateIndex(
                name: "IX_person_looks_Person_At",
                table: "person_looks",
                columns: new[] { "Person", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The times are read anew from the log: their rows are other ones.
            migrationBuilder.Sql("delete from readers where \"Name\" = 'response-times';");

            migrationBuilder.DropTable(
                name: "response_times");

            migrationBuilder.CreateTable(
                name: "response_times",
                columns: table => new
                {
                    Consult = table.Column<Guid>(type: "TEXT", nullable: false),
                    AdviceDue = table.Column<long>(type: "INTEGER", nullable: false),
                    AdvisedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    AdvisedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ClaimedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ClaimedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ClosedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstResponseAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FirstResponseBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Network = table.Column<Guid>(type: "TEXT", nullable: false),
                    PausedSince = table.Column<long>(type: "INTEGER", nullable: true),
                    PausedTicks = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReceivedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Requester = table.Column<Guid>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SeenBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Service = table.Column<Guid>(type: "TEXT", nullable: true),
                    Urgency = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_response_times", x => x.Consult);
                });

            migrationBuilder.CreateIndex(
                name: "IX_response_times_Network_AdviceDue",
                table: "response_times",
                columns: new[] { "Network", "AdviceDue" });

            migrationBuilder.DropTable(
                name: "month_notes");

            migrationBuilder.DropTable(
                name: "person_looks");

            migrationBuilder.DropTable(
                name: "published_figures");

            migrationBuilder.DropTable(
                name: "published_months");

            migrationBuilder.DropColumn(
                name: "TimesAsked",
                table: "consults");

        }
    }
}
