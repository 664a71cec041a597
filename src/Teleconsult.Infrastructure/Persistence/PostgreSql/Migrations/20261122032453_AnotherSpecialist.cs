using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class AnotherSpecialist : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Reasons",
                table: "opinions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "Wish",
                table: "opinions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "AnotherSince",
                table: "consults",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "AnotherWish",
                table: "consults",
                type: "uuid",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Reasons",
                table: "opinions");

            migrationBuilder.DropColumn(
                name: "Wish",
                table: "opinions");

            migrationBuilder.DropColumn(
                name: "AnotherSince",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "AnotherWish",
                table: "consults");
        }
    }
}
