using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Teleconsult.Infrastructure.Persistence.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class Originals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Original_Bytes",
                table: "photos",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Original_Id",
                table: "photos",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Original_RefusalCode",
                table: "photos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Original_Sha256",
                table: "photos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Original_State",
                table: "photos",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Original_StoreKey",
                table: "photos",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Original_StoredAt",
                table: "photos",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_photos_Original_Id",
                table: "photos",
                column: "Original_Id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_photos_Original_Id",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_Bytes",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_Id",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_RefusalCode",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_Sha256",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_State",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_StoreKey",
                table: "photos");

            migrationBuilder.DropColumn(
                name: "Original_StoredAt",
                table: "photos");
        }
    }
}
