using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telehealth.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class PlacesStepsAndCounters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A patient has one place from now on. The call that began last goes on and the others end, for their notes to be written;
            // who waits keeps the oldest place.
            migrationBuilder.Sql(
                """
                UPDATE "Consultations" SET "Status" = 'Ended', "EndedAt" = "StartedAt", "TakeRequestId" = NULL
                WHERE "Status" = 'InProgress' AND EXISTS (
                    SELECT 1 FROM "Consultations" AS other
                    WHERE other."PatientId" = "Consultations"."PatientId" AND other."Status" = 'InProgress'
                        AND (other."StartedAt" > "Consultations"."StartedAt"
                            OR (other."StartedAt" = "Consultations"."StartedAt" AND other."Id" > "Consultations"."Id")))
                """);
            migrationBuilder.Sql(
                """
                UPDATE "Consultations" SET "Status" = 'Planned', "QueuedAt" = NULL
                WHERE "Status" = 'Waiting' AND EXISTS (
                    SELECT 1 FROM "Consultations" AS other
                    WHERE other."PatientId" = "Consultations"."PatientId"
                        AND (other."Status" = 'InProgress' OR (other."Status" = 'Waiting'
                            AND (other."QueuedAt" < "Consultations"."QueuedAt"
                                OR (other."QueuedAt" = "Consultations"."QueuedAt" AND other."Id" < "Consultations"."Id")))))
                """);

            migrationBuilder.DropIndex(
                name: "IX_Consultations_OneOpenPerDepartment",
                table: "Consultations");

            migrationBuilder.AddColumn<DateTime>(
                name: "DoctorSeenAt",
                table: "Consultations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "MissedAt",
                table: "Consultations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "NearAt",
                table: "Consultations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PatientEnteredAt",
                table: "Consultations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PatientSeenAt",
                table: "Consultations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "PlaceKeptUntil",
                table: "Consultations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "DepartmentQueues",
                columns: table => new
                {
                    DepartmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    PausedUntil = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    PauseReason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    Hours = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DepartmentQueues", x => x.DepartmentId);
                    table.ForeignKey(
                        name: "FK_DepartmentQueues_Departments_DepartmentId",
                        column: x => x.DepartmentId,
                        principalTable: "Departments",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "QueueSteps",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ConsultationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    PractitionerId = table.Column<Guid>(type: "uuid", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    Reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    FromDepartmentId = table.Column<Guid>(type: "uuid", nullable: false),
                    ToDepartmentId = table.Column<Guid>(type: "uuid", nullable: true),
                    FromUrgency = table.Column<int>(type: "integer", nullable: false),
                    ToUrgency = table.Column<int>(type: "integer", nullable: true),
                    FromPractitionerId = table.Column<Guid>(type: "uuid", nullable: true),
                    ToPractitionerId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_QueueSteps", x => x.Id);
                    table.ForeignKey(
                        name: "FK_QueueSteps_Consultations_ConsultationId",
                        column: x => x.ConsultationId,
                        principalTable: "Consultations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Consultations_OnePlaceAtATime",
                table: "Consultations",
                column: "PatientId",
                unique: true,
                filter: "\"Status\" IN ('Waiting', 'InProgress')");

            migrationBuilder.CreateIndex(
                name: "IX_QueueSteps_ConsultationId_At",
                table: "QueueSteps",
                columns: new[] { "ConsultationId", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "DepartmentQueues");

            migrationBuilder.DropTable(
                name: "QueueSteps");

            migrationBuilder.DropIndex(
                name: "IX_Consultations_OnePlaceAtATime",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "DoctorSeenAt",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "MissedAt",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "NearAt",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "PatientEnteredAt",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "PatientSeenAt",
                table: "Consultations");

            migrationBuilder.DropColumn(
                name: "PlaceKeptUntil",
                table: "Consultations");

            migrationBuilder.CreateIndex(
                name: "IX_Consultations_OneOpenPerDepartment",
                table: "Consultations",
                columns: new[] { "PatientId", "DepartmentId" },
                unique: true,
                filter: "\"Status\" IN ('Waiting', 'InProgress')");
        }
    }
}
