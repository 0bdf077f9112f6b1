using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Intake;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class JoinQueue
{
    public static async Task<Outcome<MyConsultation>> Handle(
        CurrentPatient patient,
        TelehealthDb db,
        ConsultationReader reader,
        QueueSync sync,
        QueueDoor door,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var outcome = await StoredChange.ApplyAsync<Consultation>(db, async () =>
        {
            var consultation = await ConsultationAccess.FindMineAsync(db, patient, cancellation);
            await SuitAsync(db, consultation, cancellation);
            var now = clock.GetUtcNow();
            return await door.CheckAsync(consultation, now, cancellation)
                ?? consultation.JoinQueue(now)
                ?? await OpenPlace.SaveAsync(db, consultation, cancellation)
                ?? (Outcome<Consultation>)consultation;
        });
        if (outcome.Refusal is { } refusal)
        {
            return refusal;
        }

        await sync.ApplyAsync(outcome.Value.Id, outcome.Value.DepartmentId, cancellation);
        return await reader.MineAsync(outcome.Value, cancellation);
    }

    /// <summary>The language in which the patient read the consent is the one to talk in.</summary>
    private static async Task SuitAsync(TelehealthDb db, Consultation consultation, CancellationToken cancellation)
    {
        var language = await db.Set<ConsentAcceptance>().Where(acceptance => acceptance.ConsultationId == consultation.Id)
            .OrderByDescending(acceptance => acceptance.AcceptedAt)
            .Select(acceptance => acceptance.Language)
            .FirstOrDefaultAsync(cancellation);
        consultation.Suit(await QueuePlaces.PreviousDoctorAsync(db, consultation, cancellation), language);
    }
}
