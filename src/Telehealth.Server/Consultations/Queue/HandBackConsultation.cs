using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class HandBackConsultation
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        CurrentStaff staff,
        TelehealthDb db,
        ConsultationReader reader,
        QueueSync sync,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var outcome = await StoredChange.ApplyAsync<Consultation>(db, async () =>
        {
            var consultation = await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation);
            if (consultation is null)
            {
                return ConsultationRefusals.NotFound;
            }

            if (consultation.HandBack(clock.GetUtcNow()) is { } refusal)
            {
                return refusal;
            }

            await db.SaveChangesAsync(cancellation);
            return consultation;
        });
        if (outcome.Refusal is { } refused)
        {
            return refused;
        }

        await sync.ApplyAsync(id, outcome.Value.DepartmentId, cancellation);
        return await reader.DetailsAsync(outcome.Value, staff, cancellation);
    }
}
