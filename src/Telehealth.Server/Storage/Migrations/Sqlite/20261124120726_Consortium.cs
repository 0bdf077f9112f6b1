using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Telehealth.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Consortium : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "IndependentSince",
                table: "Practitioners",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LicenceCategory",
                table: "Practitioners",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LicenceScope",
                table: "Practitioners",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "LicensedSince",
                table: "Practitioners",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RegisteredInstitutionId",
                table: "Practitioners",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SuspendReason",
                table: "Practitioners",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "SuspendedAt",
                table: "Practitioners",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "PractitionerRoles",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "EndedAt",
                table: "PractitionerRoles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "EndedById",
                table: "PractitionerRoles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "EndsAt",
                table: "PractitionerRoles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RegistrationConsentAt",
                table: "PractitionerRoles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "RegistrationConsentById",
                table: "PractitionerRoles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RegistrationConsentUntil",
                table: "PractitionerRoles",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StartsAt",
                table: "PractitionerRoles",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc));

            migrationBuilder.AddColumn<DateTime>(
                name: "JoinedAt",
                table: "ConsortiumMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LeftAt",
                table: "ConsortiumMembers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Specialty",
                table: "Consortia",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            // Who was a member or a doctor stays one: roles stood without an end, each at a place that was taken for the registered one.
            migrationBuilder.Sql("""UPDATE "ConsortiumMembers" SET "JoinedAt" = '1970-01-01 00:00:00';""");
            migrationBuilder.Sql(
                """
                UPDATE "Practitioners" SET "RegisteredInstitutionId" = (
                    SELECT "InstitutionId" FROM "PractitionerRoles"
                    WHERE "PractitionerRoles"."PractitionerId" = "Practitioners"."Id" ORDER BY "PractitionerRoles"."Id" LIMIT 1);
                """);
            migrationBuilder.Sql(
                """
                UPDATE "PractitionerRoles" SET "RegistrationConsentAt" = "StartsAt"
                WHERE "InstitutionId" <> (
                    SELECT "RegisteredInstitutionId" FROM "Practitioners" WHERE "Practitioners"."Id" = "PractitionerRoles"."PractitionerId");
                """);

            migrationBuilder.CreateTable(
                name: "Agreements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    FromInstitutionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ToInstitutionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Acts = table.Column<string>(type: "TEXT", nullable: false),
                    Specialty = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    Document = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ValidFrom = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ValidUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ConfirmedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Agreements", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Agreements_Institutions_FromInstitutionId",
                        column: x => x.FromInstitutionId,
                        principalTable: "Institutions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_Agreements_Institutions_ToInstitutionId",
                        column: x => x.ToInstitutionId,
                        principalTable: "Institutions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ConsortiumRules",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ConsortiumId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Act = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    FromTier = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ToTier = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    OnlyLed = table.Column<bool>(type: "INTEGER", nullable: false),
                    NeedsAgreement = table.Column<bool>(type: "INTEGER", nullable: false),
                    Specialty = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ValidFrom = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ValidUntil = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ConsortiumRules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ConsortiumRules_Consortia_ConsortiumId",
                        column: x => x.ConsortiumId,
                        principalTable: "Consortia",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Agreements_FromInstitutionId",
                table: "Agreements",
                column: "FromInstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_Agreements_ToInstitutionId",
                table: "Agreements",
                column: "ToInstitutionId");

            migrationBuilder.CreateIndex(
                name: "IX_ConsortiumRules_ConsortiumId",
                table: "ConsortiumRules",
                column: "ConsortiumId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Agreements");

            migrationBuilder.DropTable(
                name: "ConsortiumRules");

            migrationBuilder.DropColumn(
                name: "IndependentSince",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "LicenceCategory",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "LicenceScope",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "LicensedSince",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "RegisteredInstitutionId",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "SuspendReason",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "SuspendedAt",
                table: "Practitioners");

            migrationBuilder.DropColumn(
                name: "EndReason",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "EndedAt",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "EndedById",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "EndsAt",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "RegistrationConsentAt",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "RegistrationConsentById",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "RegistrationConsentUntil",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "StartsAt",
                table: "PractitionerRoles");

            migrationBuilder.DropColumn(
                name: "JoinedAt",
                table: "ConsortiumMembers");

            migrationBuilder.DropColumn(
                name: "LeftAt",
                table: "ConsortiumMembers");

            migrationBuilder.DropColumn(
                name: "Specialty",
                table: "Consortia");
        }
    }
}
