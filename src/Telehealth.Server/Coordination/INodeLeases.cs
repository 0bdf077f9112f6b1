namespace Telehealth.Coordination;

/// <summary>Who holds something.</summary>
/// <param name="Epoch">Grows with each change of holder, over all nodes: of two that believe to hold it, the one with the higher does.</param>
public sealed record Lease(string Holder, long Epoch);

/// <summary>Which node holds something that can only be on one, such as a room's media. A holder that stops holding loses it.</summary>
public interface INodeLeases
{
    /// <summary>Who holds it now; null when it is free.</summary>
    Task<(Lease? Lease, Refusal? Refusal)> FindAsync(Guid subjectId, CancellationToken cancellation);

    /// <summary>Takes or keeps it for the node when it is free, already the node's, or held with an older epoch than the node's, and
    /// answers who holds it now.</summary>
    Task<(Lease? Lease, Refusal? Refusal)> HoldAsync(Guid subjectId, Lease own, CancellationToken cancellation);

    /// <summary>Gives it to a node unless it has changed since it was seen (null: it was free), and answers who holds it now.</summary>
    Task<(Lease? Lease, Refusal? Refusal)> TakeAsync(Guid subjectId, Lease? seen, Lease taken, CancellationToken cancellation);

    /// <summary>Gives it up when the node holds it.</summary>
    Task<Refusal?> ReleaseAsync(Guid subjectId, string node, CancellationToken cancellation);
}
