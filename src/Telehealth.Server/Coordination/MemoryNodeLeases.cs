using System.Collections.Concurrent;

namespace Telehealth.Coordination;

/// <summary>The leases of a single process.</summary>
internal sealed class MemoryNodeLeases(TimeProvider clock) : INodeLeases
{
    private readonly ConcurrentDictionary<Guid, (string Node, DateTimeOffset ExpiresAt)> _leases = new();

    public Task<(string? Holder, Refusal? Refusal)> HoldAsync(Guid subjectId, string node, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (holder, _) = _leases.AddOrUpdate(
            subjectId,
            _ => (node, now + LeaseRules.Lifetime),
            (_, lease) => lease.Node == node || lease.ExpiresAt <= now ? (node, now + LeaseRules.Lifetime) : lease);
        return Task.FromResult<(string?, Refusal?)>((holder, null));
    }

    public Task<Refusal?> ReleaseAsync(Guid subjectId, string node, CancellationToken cancellation)
    {
        if (_leases.TryGetValue(subjectId, out var lease) && lease.Node == node)
        {
            _leases.TryRemove(new(subjectId, lease));
        }

        return Task.FromResult<Refusal?>(null);
    }
}
