using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FollowUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "FollowUpOf",
                table: "consults",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_consults_FollowUpOf",
                table: "consults",
                column: "FollowUpOf");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_consults_FollowUpOf",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "FollowUpOf",
                table: "consults");
        }
    }
}
