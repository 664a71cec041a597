using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Erasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Share",
                table: "stream_keys",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "Cases",
                table: "patients",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "ErasedAt",
                table: "consults",
                type: "bigint",
                nullable: true);

            migrationBuilder.Sql("""update patients set "Cases" = (select count(*) from consults where consults."Patient" = patients."Id")""");

            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Network = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Stream = table.Column<Guid>(type: "uuid", nullable: false),
                    Share = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    At = table.Column<long>(type: "bigint", nullable: false),
                    DoneAt = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_erasures", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_erasures_DoneAt",
                table: "erasures",
                column: "DoneAt");

            migrationBuilder.CreateIndex(
                name: "IX_erasures_Network_At",
                table: "erasures",
                columns: new[] { "Network", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "erasures");

            migrationBuilder.DropColumn(
                name: "Share",
                table: "stream_keys");

            migrationBuilder.DropColumn(
                name: "Cases",
                table: "patients");

            migrationBuilder.DropColumn(
                name: "ErasedAt",
                table: "consults");
        }
    }
}
