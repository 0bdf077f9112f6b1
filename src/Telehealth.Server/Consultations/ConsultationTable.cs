using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telehealth.Consultations.Chat;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Invitations;
using Telehealth.Consultations.Notes;
using Telehealth.Consultations.Photos;
using Telehealth.Consultations.Queue;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations;

internal sealed class ConsultationTable : IEntityTypeConfiguration<Consultation>
{
    public const string OnePlaceAtATime = "IX_Consultations_OnePlaceAtATime";

    public void Configure(EntityTypeBuilder<Consultation> builder)
    {
        builder.ToTable("Consultations");
        builder.HasOne<Patient>().WithMany().HasForeignKey(consultation => consultation.PatientId);
        builder.HasOne<Department>().WithMany().HasForeignKey(consultation => consultation.DepartmentId);
        builder.HasOne<Institution>().WithMany().HasForeignKey(consultation => consultation.RequestingInstitutionId);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(consultation => consultation.RequestedByPractitionerId);
        builder.HasOne<Practitioner>().WithMany().HasForeignKey(consultation => consultation.DoctorPractitionerId);


        // Whoever changes the row must have seen the status, the place, the claim and the note that stand there; the others try again.
        builder.Property(consultation => consultation.Status).IsConcurrencyToken(Consultation.HasFences);
        builder.Property(consultation => consultation.ClaimFence).IsConcurrencyToken(Consultation.HasFences);
        builder.Property(consultation => consultation.DepartmentId).IsConcurrencyToken();
        builder.Property(consultation => consultation.NamedDoctorId).IsConcurrencyToken();
        builder.Property(consultation => consultation.NoteDraftSavedAt).IsConcurrencyToken();
        builder.Property(consultation => consultation.NoteVersions).IsConcurrencyToken();
        builder.Property(consultation => consultation.Complaint).HasJsonText();
        builder.Property(consultation => consultation.VitalSigns).HasJsonText();
        builder.Property(consultation => consultation.NoteDraft).HasJsonText();
        builder.Property(consultation => consultation.ConsentVersion).HasMaxLength(20);
        builder.Property(consultation => consultation.PatientLanguage).HasMaxLength(8);
        builder.Property(consultation => consultation.CancelReason).HasMaxLength(500);

        builder.HasIndex(consultation => new { consultation.DepartmentId, consultation.Status });
        builder.HasIndex(consultation => new { consultation.DepartmentId, consultation.StartedAt });
        builder.HasIndex(consultation => consultation.RequestedByPractitionerId);
        builder.HasIndex(consultation => consultation.DoctorPractitionerId);
        builder.HasIndex(consultation => consultation.TakeRequestId).IsUnique();
        builder.HasIndex(consultation => consultation.PatientId)
            .HasDatabaseName(OnePlaceAtATime)
            .HasFilter("\"Status\" IN ('Waiting', 'InProgress')")
            .IsUnique();
    }
}

internal sealed class QueueStepTable : IEntityTypeConfiguration<QueueStep>
{
    public void Configure(EntityTypeBuilder<QueueStep> builder)
    {
        builder.ToTable("QueueSteps");
        builder.Property(step => step.Reason).HasMaxLength(QueueStep.MaxReasonLength);
        builder.HasOne<Consultation>().WithMany().HasForeignKey(step => step.ConsultationId);
        builder.HasIndex(step => new { step.ConsultationId, step.At });
    }
}

internal sealed class DepartmentQueueTable : IEntityTypeConfiguration<DepartmentQueue>
{
    public void Configure(EntityTypeBuilder<DepartmentQueue> builder)
    {
        builder.ToTable("DepartmentQueues");
        builder.HasKey(queue => queue.DepartmentId);
        builder.Property(queue => queue.DepartmentId).ValueGeneratedNever();
        builder.Property(queue => queue.PauseReason).HasMaxLength(QueueStep.MaxReasonLength);
        builder.Property(queue => queue.Hours).HasJsonText();
        builder.HasOne<Department>().WithOne().HasForeignKey<DepartmentQueue>(queue => queue.DepartmentId);
    }
}

internal sealed class ConsentAcceptanceTable : IEntityTypeConfiguration<ConsentAcceptance>
{
    public void Configure(EntityTypeBuilder<ConsentAcceptance> builder)
    {
        builder.ToTable("ConsentAcceptances");
        builder.Property(acceptance => acceptance.Version).HasMaxLength(20);
        builder.Property(acceptance => acceptance.Language).HasMaxLength(10);
        builder.HasOne<Consultation>().WithMany().HasForeignKey(acceptance => acceptance.ConsultationId);
    }
}

internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("Invitations");
        builder.Property(invitation => invitation.SecretHash).HasMaxLength(64);
        builder.Property(invitation => invitation.CodeHash).HasMaxLength(64);
        builder.Property(invitation => invitation.ConfirmNonceHash).HasMaxLength(64);
        builder.HasOne<Consultation>().WithMany().HasForeignKey(invitation => invitation.ConsultationId);
        builder.HasIndex(invitation => invitation.SecretHash).IsUnique();
        builder.HasIndex(invitation => invitation.CodeHash).IsUnique();
    }
}

internal sealed class InvitationKeyTable : IEntityTypeConfiguration<InvitationKey>
{
    public void Configure(EntityTypeBuilder<InvitationKey> builder)
    {
        builder.ToTable("InvitationKeys");
        builder.Property(key => key.Id).ValueGeneratedNever();
    }
}

internal sealed class NoteVersionTable : IEntityTypeConfiguration<NoteVersion>
{
    public void Configure(EntityTypeBuilder<NoteVersion> builder)
    {
        builder.ToTable("NoteVersions");
        builder.Property(version => version.Text).HasJsonText();
        builder.Property(version => version.DoctorName).HasJsonText();
        builder.Property(version => version.Institution).HasJsonText();
        builder.Property(version => version.AmendmentReason).HasMaxLength(500);
        builder.Property(version => version.ContentHash).HasMaxLength(64);
        builder.HasOne<Consultation>().WithMany().HasForeignKey(version => version.ConsultationId);
        builder.HasIndex(version => new { version.ConsultationId, version.Version }).IsUnique();
    }
}

internal sealed class ChatMessageTable : IEntityTypeConfiguration<ChatMessage>
{
    public void Configure(EntityTypeBuilder<ChatMessage> builder)
    {
        builder.ToTable("ChatMessages");
        builder.Property(message => message.SenderSeat).HasMaxLength(60);
        builder.Property(message => message.ClientMessageId).HasMaxLength(64);
        builder.Property(message => message.SenderName).HasJsonText();
        builder.HasOne<Consultation>().WithMany().HasForeignKey(message => message.ConsultationId);
        builder.HasOne<Photo>().WithMany().HasForeignKey(message => message.PhotoId);
        builder.HasIndex(message => new { message.ConsultationId, message.Sequence }).IsUnique();
        builder.HasIndex(message => new { message.ConsultationId, message.SenderSeat, message.ClientMessageId }).IsUnique();
    }
}

internal sealed class PhotoTable : IEntityTypeConfiguration<Photo>
{
    public void Configure(EntityTypeBuilder<Photo> builder)
    {
        builder.ToTable("Photos");
        builder.Property(photo => photo.ContentType).HasMaxLength(40);
        builder.Property(photo => photo.ContentHash).HasMaxLength(64);
        builder.Property(photo => photo.UploadedBySeat).HasMaxLength(60);
        builder.HasOne<Consultation>().WithMany().HasForeignKey(photo => photo.ConsultationId);
        builder.HasIndex(photo => photo.ContentHash);
    }
}
