using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Storage;
using Telehealth.Telemetry.History;

namespace Telehealth.Consultations.Queue;

/// <summary>Turns a claim of the queue store into the row's change. The row decides: it takes each fence once, and only upwards.</summary>
internal sealed class QueueClaims(TelehealthDb db, IQueueStore queue, QueueSync sync, HistoryLog history, TimeProvider clock)
{
    private const int MaxTries = 5;

    /// <summary>The consultation, now in progress; null when the row was faster, and the store has learned it.</summary>
    public async Task<Consultation?> TakeAsync(
        Guid departmentId, Claim claim, Guid practitionerId, Guid? requestId, CancellationToken cancellation)
    {
        Tell(HistoryKind.QueueClaimed, departmentId, claim, practitionerId);
        try
        {
            return await StoreAtLastAsync(departmentId, claim, practitionerId, requestId, cancellation);
        }
        catch
        {
            // Nobody else waits for the claim to expire.
            await queue.ReleaseAsync(departmentId, claim, CancellationToken.None);
            Tell(HistoryKind.QueueReleased, departmentId, claim, practitionerId);
            throw;
        }
    }

    /// <summary>While the store is away the row alone decides, by the same rule: a fence above its last one.</summary>
    public Claim ClaimWithoutStore(Consultation row) =>
        new(row.Id, Math.Max(row.ClaimFence + 1, QueueRules.FenceFloor(clock.GetUtcNow())));

    /// <summary>The patient's own page may write on the row meanwhile, more than once.</summary>
    private async Task<Consultation?> StoreAtLastAsync(
        Guid departmentId, Claim claim, Guid practitionerId, Guid? requestId, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await StoreAsync(departmentId, claim, practitionerId, requestId, cancellation);
            }
            catch (DbUpdateConcurrencyException) when (tries < MaxTries)
            {
                // Reads the row anew.
            }
        }
    }

    private async Task<Consultation?> StoreAsync(
        Guid departmentId, Claim claim, Guid practitionerId, Guid? requestId, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        var consultation = await ConsultationAccess.FindAsync(db, claim.EntryId, cancellation);
        var isMine = consultation?.DepartmentId == departmentId
            && consultation.Accept(practitionerId, claim.Fence, clock.GetUtcNow(), requestId) is null;
        if (isMine)
        {
            await db.SaveChangesAsync(cancellation);
            await queue.RemoveAsync(departmentId, claim.EntryId, cancellation);
            return consultation;
        }

        // The row may still wait here: for a doctor by name since, or handed back by somebody who claimed after us.
        Tell(HistoryKind.QueueRefused, departmentId, claim, practitionerId);
        await sync.ApplyAsync(claim.EntryId, departmentId, cancellation);
        await queue.ReleaseAsync(departmentId, claim, cancellation);
        return null;
    }

    private void Tell(string kind, Guid departmentId, Claim claim, Guid practitionerId) => history.Write(new HistoryFact(kind)
    {
        Subject = claim.EntryId,
        Department = departmentId,
        By = practitionerId.ToString(),
        Fence = claim.Fence,
    });
}
