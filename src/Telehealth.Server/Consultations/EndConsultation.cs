using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

internal static class EndConsultation
{
    public static Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        CurrentStaff staff,
        TelehealthDb db,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation) => StoredChange.ApplyAsync<ConsultationDetails>(db, async () =>
    {
        var consultation = await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation);
        if (consultation is null)
        {
            return ConsultationRefusals.NotFound;
        }

        if (consultation.End(clock.GetUtcNow()) is { } refusal)
        {
            return refusal;
        }

        await db.SaveChangesAsync(cancellation);
        return await reader.DetailsAsync(consultation, staff, cancellation);
    });
}
