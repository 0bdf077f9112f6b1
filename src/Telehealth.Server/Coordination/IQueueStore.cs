namespace Telehealth.Coordination;

/// <summary>Order and claims of the departments' queues: fast, may be lost, rebuilt from <see cref="WaitingRows"/> at the first
/// touch. The only refusal is <see cref="CoordinationRefusals.Unavailable"/>; the row stays the patient's place.</summary>
public interface IQueueStore
{
    /// <summary>Adds the entry, or moves it when its urgency or time changed; gives a claimed one back to the queue.</summary>
    Task<Refusal?> EnqueueAsync(Guid departmentId, QueueEntry entry, CancellationToken cancellation);

    /// <summary>Takes the entry out, claimed or not; unknown is fine. Settles a claim once the row is changed.</summary>
    Task<Refusal?> RemoveAsync(Guid departmentId, Guid entryId, CancellationToken cancellation);

    /// <summary>Who waits and is not claimed, in order.</summary>
    Task<(IReadOnlyList<Guid> EntryIds, Refusal? Refusal)> ListAsync(Guid departmentId, CancellationToken cancellation);

    /// <summary>The place counted from 1, null when the entry does not wait.</summary>
    Task<(int? Place, Refusal? Refusal)> PlaceOfAsync(Guid departmentId, Guid entryId, CancellationToken cancellation);

    /// <summary>Takes the first; null when nobody waits. A claim neither removed nor released returns to its place by itself
    /// after <see cref="QueueRules.ClaimLifetime"/>, so a crashed node loses nobody.</summary>
    Task<(Claim? Claim, Refusal? Refusal)> ClaimNextAsync(Guid departmentId, Guid claimantId, CancellationToken cancellation);

    /// <summary>Takes a chosen one; null when it does not wait or somebody else has it. The same claimant gets a new fence.</summary>
    Task<(Claim? Claim, Refusal? Refusal)> ClaimAsync(
        Guid departmentId, Guid entryId, Guid claimantId, CancellationToken cancellation);

    /// <summary>Gives a claimed entry back to its old place; a claim that is no longer the current one changes nothing.</summary>
    Task<Refusal?> ReleaseAsync(Guid departmentId, Claim claim, CancellationToken cancellation);

    /// <summary>Replaces the order by the rows' one. Claims under way stay.</summary>
    Task<Refusal?> RebuildAsync(Guid departmentId, IReadOnlyList<QueueEntry> entries, CancellationToken cancellation);
}
