namespace Telehealth.Coordination;

/// <summary>Order and claims of the departments' queues: fast, may be lost, rebuilt from <see cref="WaitingRows"/> at the first
/// touch. The only refusal is <see cref="CoordinationRefusals.Unavailable"/>; the row stays the patient's place.</summary>
public interface IQueueStore
{
    /// <summary>Adds the entry, or moves it when something of it changed. A claim that the row has not seen yet stays with its
    /// claimant; one that it has seen (a hand-back) ends.</summary>
    Task<Refusal?> EnqueueAsync(Guid departmentId, QueueEntry entry, CancellationToken cancellation);

    /// <summary>Adds those of the entries that neither wait nor are claimed, and says how many. Changes nobody else.</summary>
    Task<(int Added, Refusal? Refusal)> AddMissingAsync(
        Guid departmentId, IReadOnlyList<QueueEntry> entries, CancellationToken cancellation);

    /// <summary>Takes the entry out, claimed or not; unknown is fine. Settles a claim once the row is changed.</summary>
    Task<Refusal?> RemoveAsync(Guid departmentId, Guid entryId, CancellationToken cancellation);

    /// <summary>Who waits and is not claimed, for anybody or for a named doctor; <see cref="QueueOrder"/> puts them in order.
    /// Their last fences are not kept.</summary>
    Task<(IReadOnlyList<QueueEntry> Entries, Refusal? Refusal)> ListAsync(Guid departmentId, CancellationToken cancellation);

    /// <summary>Takes the next by <see cref="QueueOrder"/> of those who wait for anybody or for the claimant; null when nobody does.
    /// A claim neither removed nor released returns to its place by itself after <see cref="QueueRules.ClaimLifetime"/>, so a
    /// crashed node loses nobody.</summary>
    Task<(Claim? Claim, Refusal? Refusal)> ClaimNextAsync(Guid departmentId, Claimant claimant, CancellationToken cancellation);

    /// <summary>Takes a chosen one; null when it does not wait, waits for another doctor, or somebody else has it. The same claimant
    /// gets a new fence.</summary>
    Task<(Claim? Claim, Refusal? Refusal)> ClaimAsync(
        Guid departmentId, Guid entryId, Guid claimantId, CancellationToken cancellation);

    /// <summary>Gives a claimed entry back to its old place; a claim that is no longer the current one changes nothing.</summary>
    Task<Refusal?> ReleaseAsync(Guid departmentId, Claim claim, CancellationToken cancellation);

    /// <summary>How many are claimed and not settled yet, by department in the order that was asked for.</summary>
    Task<(IReadOnlyList<int> Counts, Refusal? Refusal)> CountClaimsAsync(IReadOnlyList<Guid> departmentIds, CancellationToken cancellation);
}
