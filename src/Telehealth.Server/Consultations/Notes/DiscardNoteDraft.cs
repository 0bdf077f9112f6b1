using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Notes;

internal static class DiscardNoteDraft
{
    public static Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        CurrentStaff staff,
        TelehealthDb db,
        ConsultationReader reader,
        CancellationToken cancellation) => StoredChange.ApplyAsync<ConsultationDetails>(db, async () =>
    {
        var consultation = await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation);
        if (consultation is null)
        {
            return ConsultationRefusals.NotFound;
        }

        consultation.DiscardNoteDraft();
        await db.SaveChangesAsync(cancellation);
        return await reader.DetailsAsync(consultation, staff, cancellation);
    });
}
