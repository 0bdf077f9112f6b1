namespace Telehealth.Coordination;

/// <summary>The leases of a single process.</summary>
internal sealed class MemoryNodeLeases(TimeProvider clock) : INodeLeases
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (Lease Lease, DateTimeOffset ExpiresAt)> _leases = [];

    public Task<(Lease? Lease, Refusal? Refusal)> FindAsync(Guid subjectId, CancellationToken cancellation) =>
        Answer(subjectId, _ => null);

    public Task<(Lease? Lease, Refusal? Refusal)> HoldAsync(Guid subjectId, Lease own, CancellationToken cancellation) =>
        Answer(subjectId, held => held switch
        {
            null => own with { Epoch = Math.Max(own.Epoch, Now()) },
            _ when held.Holder == own.Holder => own with { Epoch = Math.Max(own.Epoch, held.Epoch) },
            _ => own.Epoch > held.Epoch ? own : null,
        });

    public Task<(Lease? Lease, Refusal? Refusal)> TakeAsync(
        Guid subjectId, Lease? seen, Lease taken, CancellationToken cancellation) =>
        Answer(subjectId, held => held == seen
            ? taken with { Epoch = Math.Max(Math.Max(taken.Epoch, Now()), (held?.Epoch ?? 0) + 1) }
            : null);

    public Task<Refusal?> ReleaseAsync(Guid subjectId, string node, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_leases.TryGetValue(subjectId, out var held) && held.Lease.Holder == node)
            {
                _leases.Remove(subjectId);
            }
        }

        return Task.FromResult<Refusal?>(null);
    }

    /// <summary>Writes what the change answers to what is held now, if anything.</summary>
    private Task<(Lease? Lease, Refusal? Refusal)> Answer(Guid subjectId, Func<Lease?, Lease?> change)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var held = _leases.TryGetValue(subjectId, out var known) && known.ExpiresAt > now ? known.Lease : null;
            var next = change(held);
            if (next is not null)
            {
                _leases[subjectId] = (next, now + LeaseRules.Lifetime);
            }

            return Task.FromResult<(Lease?, Refusal?)>((next ?? held, null));
        }
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
