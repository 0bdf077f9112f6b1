namespace Telehealth.Coordination;

/// <summary>This process among the nodes.</summary>
/// <param name="findInternalUrl">Known only once the server listens.</param>
internal sealed class ThisNode(string name, string publicUrl, NodeRole role, Func<string> findInternalUrl, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _draining = new();

    public string Name { get; } = name;

    public string PublicUrl { get; } = publicUrl;

    public NodeRole Role { get; } = role;

    public string InternalUrl => findInternalUrl();

    public DateTimeOffset StartedAt { get; } = clock.GetUtcNow();

    public string Version { get; } = typeof(ThisNode).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Cancelled once when this node is to be emptied; it takes no new rooms from then on.</summary>
    public CancellationToken Draining => _draining.Token;

    public bool IsDraining => _draining.IsCancellationRequested;

    public void Drain() => _draining.Cancel();

    public void Dispose() => _draining.Dispose();
}
