using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal sealed class InstitutionTable : IEntityTypeConfiguration<Institution>
{
    public void Configure(EntityTypeBuilder<Institution> builder)
    {
        builder.ToTable("Institutions");
        builder.Property(institution => institution.Name).HasJsonText();
    }
}

internal sealed class DepartmentTable : IEntityTypeConfiguration<Department>
{
    public void Configure(EntityTypeBuilder<Department> builder)
    {
        builder.ToTable("Departments");
        builder.Property(department => department.Name).HasJsonText();
        builder.Property(department => department.Specialty).HasMaxLength(40);
        builder.HasOne<Institution>().WithMany().HasForeignKey(department => department.InstitutionId);
    }
}

internal sealed class ConsortiumTable : IEntityTypeConfiguration<Consortium>
{
    public void Configure(EntityTypeBuilder<Consortium> builder)
    {
        builder.ToTable("Consortia");
        builder.Property(consortium => consortium.Name).HasJsonText();
        builder.Property(consortium => consortium.Specialty).HasMaxLength(40);
    }
}

internal sealed class ConsortiumMemberTable : IEntityTypeConfiguration<ConsortiumMember>
{
    public void Configure(EntityTypeBuilder<ConsortiumMember> builder)
    {
        builder.ToTable("ConsortiumMembers");
        builder.HasKey(member => new { member.ConsortiumId, member.InstitutionId });
        builder.HasOne<Consortium>().WithMany().HasForeignKey(member => member.ConsortiumId);
        builder.HasOne<Institution>().WithMany().HasForeignKey(member => member.InstitutionId);
        builder.HasOne<Institution>().WithMany().HasForeignKey(member => member.LedById);
    }
}

internal sealed class ConsortiumRuleTable : IEntityTypeConfiguration<ConsortiumRule>
{
    public void Configure(EntityTypeBuilder<ConsortiumRule> builder)
    {
        builder.ToTable("ConsortiumRules");
        builder.Property(rule => rule.Specialty).HasMaxLength(40);
        builder.HasOne<Consortium>().WithMany().HasForeignKey(rule => rule.ConsortiumId);
    }
}

internal sealed class AgreementTable : IEntityTypeConfiguration<Agreement>
{
    public void Configure(EntityTypeBuilder<Agreement> builder)
    {
        builder.ToTable("Agreements");
        builder.Property(agreement => agreement.Acts).HasJsonText();
        builder.Property(agreement => agreement.Specialty).HasMaxLength(40);
        builder.Property(agreement => agreement.Document).HasMaxLength(200);
        builder.HasOne<Institution>().WithMany().HasForeignKey(agreement => agreement.FromInstitutionId);
        builder.HasOne<Institution>().WithMany().HasForeignKey(agreement => agreement.ToInstitutionId);
    }
}

internal sealed class PractitionerTable : IEntityTypeConfiguration<Practitioner>
{
    public void Configure(EntityTypeBuilder<Practitioner> builder)
    {
        builder.ToTable("Practitioners");
        builder.Property(practitioner => practitioner.Name).HasJsonText();
        builder.Property(practitioner => practitioner.Languages).HasMaxLength(60).HasDefaultValue("zh");
        builder.Property(practitioner => practitioner.LicenceNumber).HasMaxLength(40);
        builder.Property(practitioner => practitioner.Capacity).HasDefaultValue(1);
        builder.Property(practitioner => practitioner.LicenceScope).HasMaxLength(400);
        builder.Property(practitioner => practitioner.SuspendReason).HasMaxLength(Practitioner.MaxReasonLength);
    }
}

internal sealed class PractitionerRoleTable : IEntityTypeConfiguration<PractitionerRole>
{
    public void Configure(EntityTypeBuilder<PractitionerRole> builder)
    {
        builder.ToTable("PractitionerRoles");
        builder.Property(role => role.Title).HasMaxLength(40);
        builder.Property(role => role.EndReason).HasMaxLength(Practitioner.MaxReasonLength);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(role => role.PractitionerId);
        builder.HasOne<Institution>().WithMany().HasForeignKey(role => role.InstitutionId);
        builder.HasOne<Department>().WithMany().HasForeignKey(role => role.DepartmentId);
    }
}

internal sealed class PatientTable : IEntityTypeConfiguration<Patient>
{
    public void Configure(EntityTypeBuilder<Patient> builder)
    {
        builder.ToTable("Patients");
        builder.Property(patient => patient.Name).HasMaxLength(80);
        builder.Property(patient => patient.Village).HasMaxLength(80);
        builder.Property(patient => patient.Phone).HasMaxLength(20);
        builder.Property(patient => patient.Guardian).HasJsonText();
        builder.Property(patient => patient.Conditions).HasJsonText();
        builder.Property(patient => patient.Allergies).HasJsonText();
        builder.Property(patient => patient.Medications).HasJsonText();
        builder.Property(patient => patient.EarlierPrescriptions).HasJsonText();
        builder.HasOne<Institution>().WithMany().HasForeignKey(patient => patient.InstitutionId);
        builder.HasIndex(patient => patient.Name);
    }
}
