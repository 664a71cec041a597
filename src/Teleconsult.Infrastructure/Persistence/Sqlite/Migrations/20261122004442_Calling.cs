using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Calling : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "Calling",
                table: "consults",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "CallingBy",
                table: "consults",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CallingSince",
                table: "consults",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Calling",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "CallingBy",
                table: "consults");

            migrationBuilder.DropColumn(
                name: "CallingSince",
                table: "consults");
        }
    }
}
