using FluentValidation;
using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Queue;
using Telehealth.Consultations.Triage;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

public sealed record CaseDraft(Complaint Complaint, string History, VitalSigns VitalSigns, int Urgency);

internal sealed class CaseDraftValidator : AbstractValidator<CaseDraft>
{
    public CaseDraftValidator()
    {
        RuleFor(draft => draft.Complaint).SetValidator(new ComplaintValidator());
        RuleFor(draft => draft.History).MaximumLength(Complaint.MaxTextLength);
        RuleFor(draft => draft.Urgency).InclusiveBetween(1, Assessment.LeastUrgent);
    }
}

internal static class SaveCase
{
    public static Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        CaseDraft draft,
        CurrentStaff staff,
        TelehealthDb db,
        ConsultationReader reader,
        QueueSync sync,
        TimeProvider clock,
        CancellationToken cancellation) => StoredChange.ApplyAsync<ConsultationDetails>(db, async () =>
    {
        var consultation = await ConsultationAccess.FindOwnCaseAsync(db, id, staff, cancellation);
        if (consultation is null)
        {
            return ConsultationRefusals.NotFound;
        }

        var birthDate = await SaveComplaint.BirthDateAsync(db, consultation.PatientId, cancellation);
        var refusal = consultation.SaveCase(
            draft.Complaint, draft.History, draft.VitalSigns, draft.Urgency, birthDate, clock.GetUtcNow());
        if (refusal is not null)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        await sync.ApplyRaisedAsync(consultation, cancellation);
        return await reader.DetailsAsync(consultation, staff, cancellation);
    });
}
