using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Routing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "InServiceHours",
                table: "response_targets",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "consults",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OfferReasons",
                table: "consults",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "OfferedAt",
                table: "consults",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "OfferedTo",
                table: "consults",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PassedBy",
                table: "consults",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Promise",
                table: "consults",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Wishes",
                table: "consults",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "InTraining",
                table: "AspNetUsers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "MostPerDay",
                table: "AspNetUsers",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "NeedsSignature",
                table: "advice",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "SignedAt",
                table: "advice",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "SignedBy",
                table: "advice",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "duty_stamps",
                columns: table => new
                {
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Stamp = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_duty_stamps", x => x.Network);
                });

            // Every network has a stamp from now on: its own id is as good a first one as any.
            migrationBuilder.Sql("""INSERT INTO duty_stamps ("Network", "Stamp") SELECT "Id", "Id" FROM networks""");

            migrationBuilder.CreateIndex(
                name: "IX_consults_OfferedTo_OfferedAt",
                table: "consults",
                columns: new[] { "OfferedTo", "OfferedAt" },
                filter: "\"OfferedTo\" IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "duty_stamps");

            migrationBuilder.DropIndex(
                name: "IX_consults_OfferedTo_OfferedAt",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "InServiceHours",
                table: "response_targets");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "OfferReasons",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "OfferedAt",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "OfferedTo",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "PassedBy",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "Promise",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "Wishes",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "InTraining",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "MostPerDay",
                table: "AspNetUsers");

            migrationBuilder.DropColumn(
                name: "NeedsSignature",
                table: "advice");

            migrationBuilder.DropColumn(
                name: "SignedAt",
                table: "advice");

            migrationBuilder.DropColumn(
                name: "SignedBy",
                table: "advice");
        }
    }
}
