namespace Telehealth.Coordination;

/// <summary>Which node holds something that can only be on one, such as a room's media. A holder that stops holding loses it.</summary>
public interface INodeLeases
{
    /// <summary>Takes or keeps it for the node when it is free or already the node's, and answers who holds it now.</summary>
    Task<(string? Holder, Refusal? Refusal)> HoldAsync(Guid subjectId, string node, CancellationToken cancellation);

    /// <summary>Gives it up when the node holds it.</summary>
    Task<Refusal?> ReleaseAsync(Guid subjectId, string node, CancellationToken cancellation);
}
