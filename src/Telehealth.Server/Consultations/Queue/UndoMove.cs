using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class UndoMove
{
    /// <summary>By the one who moved the patient, while nothing else happened to the place.</summary>
    public static async Task<Outcome> Handle(
        Guid id, CurrentStaff staff, TelehealthDb db, PlaceChange places, TimeProvider clock, CancellationToken cancellation)
    {
        var last = await places.LastOwnStepAsync(id, staff.PractitionerId, cancellation);
        if (last is { Kind: QueueStepKind.MoveUndone })
        {
            return Outcome.Done;
        }

        if (last is not { Kind: QueueStepKind.Moved } move)
        {
            return ConsultationRefusals.NothingToUndo;
        }

        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindAsync(db, id, cancellation) is { } found ? found : ConsultationRefusals.NotFound,
            consultation => Task.FromResult(consultation.UndoMove(move, staff.PractitionerId, clock.GetUtcNow())),
            cancellation);
        return outcome.Refusal;
    }
}
