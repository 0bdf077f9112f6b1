using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telehealth.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddPractitionerCapacity : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Capacity",
                table: "Practitioners",
                type: "integer",
                nullable: false,
                defaultValue: 1);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Capacity",
                table: "Practitioners");
        }
    }
}
