using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telehealth.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class QueueOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Languages",
                table: "Practitioners",
                type: "character varying(60)",
                maxLength: 60,
                nullable: false,
                defaultValue: "zh");

            migrationBuilder.AddColumn<Guid>(
                name: "NamedDoctorId",
                table: "Consultations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "PatientLanguage",
                table: "Consultations",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "PreviousDoctorId",
                table: "Consultations",
                type: "uuid",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Languages",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "NamedDoctorId",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "PatientLanguage",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "PreviousDoctorId",
                table: "Consultations");
        }
    }
}
