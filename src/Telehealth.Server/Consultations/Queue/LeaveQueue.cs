using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class LeaveQueue
{
    public static async Task<Outcome<MyConsultation>> Handle(
        CurrentPatient patient, TelehealthDb db, ConsultationReader reader, QueueSync sync, CancellationToken cancellation)
    {
        var outcome = await StoredChange.ApplyAsync<Consultation>(db, async () =>
        {
            var consultation = await ConsultationAccess.FindMineAsync(db, patient, cancellation);
            if (consultation.Kind != ConsultationKind.Direct)
            {
                return ConsultationRefusals.NotDirect;
            }

            if (consultation.LeaveQueue() is { } refusal)
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

        await sync.ApplyAsync(outcome.Value.Id, outcome.Value.DepartmentId, cancellation);
        return await reader.MineAsync(outcome.Value, cancellation);
    }
}
