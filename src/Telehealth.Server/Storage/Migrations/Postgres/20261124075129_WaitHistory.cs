using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telehealth.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class WaitHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Consultations_DepartmentId_StartedAt",
                table: "Consultations",
                columns: new[] { "DepartmentId", "StartedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Consultations_DepartmentId_StartedAt",
                table: "Consultations");
        }
    }
}
