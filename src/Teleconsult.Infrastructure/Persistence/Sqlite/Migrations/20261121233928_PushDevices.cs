using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PushDevices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_push_subscriptions_User",
                table: "push_subscriptions");

            migrationBuilder.AddColumn<Guid>(
                name: "Device",
                table: "push_subscriptions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_push_subscriptions_User_Device",
                table: "push_subscriptions",
                columns: new[] { "User", "Device" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_push_subscriptions_User_Device",
                table: "push_subscriptions");

            migrationBuilder.DropColumn(
                name: "Device",
                table: "push_subscriptions");

            migrationBuilder.CreateIndex(
                name: "IX_push_subscriptions_User",
                table: "push_subscriptions",
                column: "User");
        }
    }
}
