using System.Collections.Concurrent;

namespace Telehealth.Coordination;

/// <summary>The registry of a single process, which is its only node.</summary>
internal sealed class MemoryNodeRegistry(TimeProvider clock) : INodeRegistry
{
    private readonly ConcurrentDictionary<string, (Node Node, DateTimeOffset GoodUntil)> _nodes = new();
    private Action<string>? _drain;

    public Task<Refusal?> WriteAsync(Node node, CancellationToken cancellation)
    {
        _nodes[node.Name] = (node, clock.GetUtcNow() + NodeRules.Expiry);
        return Task.FromResult<Refusal?>(null);
    }

    public Task<Refusal?> ForgetAsync(string name, CancellationToken cancellation)
    {
        _nodes.TryRemove(name, out _);
        return Task.FromResult<Refusal?>(null);
    }

    public Task<(IReadOnlyList<Node>? Nodes, Refusal? Refusal)> ListAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        IReadOnlyList<Node> alive =
            [.. _nodes.Values.Where(known => known.GoodUntil > now).Select(known => known.Node).OrderBy(node => node.Name, StringComparer.Ordinal)];
        return Task.FromResult<(IReadOnlyList<Node>?, Refusal?)>((alive, null));
    }

    public Task<Refusal?> DrainAsync(string name, CancellationToken cancellation)
    {
        _drain?.Invoke(name);
        return Task.FromResult<Refusal?>(null);
    }

    public Task<Refusal?> OnDrainAsync(Action<string> drain, CancellationToken cancellation)
    {
        _drain += drain;
        return Task.FromResult<Refusal?>(null);
    }
}
