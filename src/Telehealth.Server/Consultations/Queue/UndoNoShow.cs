using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class UndoNoShow
{
    /// <summary>By the doctor who marked it: the patient stands at the old place again.</summary>
    public static async Task<Outcome> Handle(
        Guid id, CurrentStaff staff, TelehealthDb db, PlaceChange places, TimeProvider clock, CancellationToken cancellation)
    {
        var last = await places.LastOwnStepAsync(id, staff.PractitionerId, cancellation);
        if (last is not { Kind: QueueStepKind.Missed or QueueStepKind.MissUndone })
        {
            return ConsultationRefusals.NothingToUndo;
        }

        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindAsync(db, id, cancellation) is { } found ? found : ConsultationRefusals.NotFound,
            consultation => Task.FromResult(consultation.UndoMiss(staff.PractitionerId, clock.GetUtcNow())),
            cancellation);
        return outcome.Refusal;
    }
}
