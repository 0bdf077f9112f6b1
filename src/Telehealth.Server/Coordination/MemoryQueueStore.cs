namespace Telehealth.Coordination;

/// <summary>The queues of a single node. One lock: operations are short and never wait inside it.</summary>
internal sealed class MemoryQueueStore(TimeProvider clock, WaitingRows rows, QueuePolicy policy) : IQueueStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, MemoryQueue> _queues = [];

    public async Task<Refusal?> EnqueueAsync(Guid departmentId, QueueEntry entry, CancellationToken cancellation)
    {
        await OnAsync(departmentId, (queue, _) => queue.Enqueue(entry), cancellation);
        return null;
    }

    public async Task<(int Added, Refusal? Refusal)> AddMissingAsync(
        Guid departmentId, IReadOnlyList<QueueEntry> entries, CancellationToken cancellation) =>
        (await OnAsync(departmentId, (queue, _) => entries.Count(queue.AddMissing), cancellation), null);

    public async Task<Refusal?> RemoveAsync(Guid departmentId, Guid entryId, CancellationToken cancellation)
    {
        await OnAsync(departmentId, (queue, _) => queue.Remove(entryId), cancellation);
        return null;
    }

    public async Task<(IReadOnlyList<QueueEntry> Entries, Refusal? Refusal)> ListAsync(
        Guid departmentId, CancellationToken cancellation) =>
        (await OnAsync(departmentId, (queue, _) => queue.Waiting, cancellation), null);

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimNextAsync(
        Guid departmentId, Claimant claimant, CancellationToken cancellation) =>
        (await OnAsync(departmentId, (queue, now) => queue.ClaimNext(claimant, now), cancellation), null);

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimAsync(
        Guid departmentId, Guid entryId, Guid claimantId, CancellationToken cancellation) =>
        (await OnAsync(departmentId, (queue, now) => queue.ClaimChosen(entryId, claimantId, now), cancellation), null);

    public async Task<Refusal?> ReleaseAsync(Guid departmentId, Claim claim, CancellationToken cancellation)
    {
        await OnAsync(departmentId, (queue, _) => queue.Release(claim), cancellation);
        return null;
    }

    public Task<(IReadOnlyList<int> Counts, Refusal? Refusal)> CountClaimsAsync(
        IReadOnlyList<Guid> departmentIds, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            IReadOnlyList<int> counts = [.. departmentIds.Select(id => CountClaims(id, now))];
            return Task.FromResult<(IReadOnlyList<int>, Refusal?)>((counts, null));
        }
    }

    private int CountClaims(Guid departmentId, DateTimeOffset now)
    {
        if (!_queues.TryGetValue(departmentId, out var queue))
        {
            return 0;
        }

        queue.ReturnExpired(now);
        return queue.Claims;
    }

    private async Task OnAsync(Guid departmentId, Action<MemoryQueue, DateTimeOffset> act, CancellationToken cancellation) =>
        await OnAsync(departmentId, (queue, now) => { act(queue, now); return true; }, cancellation);

    private async Task<T> OnAsync<T>(
        Guid departmentId, Func<MemoryQueue, DateTimeOffset, T> act, CancellationToken cancellation)
    {
        var queue = Find(departmentId) ?? Build(departmentId, await rows(departmentId, cancellation));
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            queue.ReturnExpired(now);
            return act(queue, now);
        }
    }

    private MemoryQueue? Find(Guid departmentId)
    {
        lock (_gate)
        {
            return _queues.GetValueOrDefault(departmentId);
        }
    }

    private MemoryQueue Build(Guid departmentId, IReadOnlyList<QueueEntry> entries)
    {
        lock (_gate)
        {
            if (!_queues.TryGetValue(departmentId, out var queue))
            {
                _queues[departmentId] = queue = new MemoryQueue(policy);
                foreach (var entry in entries)
                {
                    queue.Enqueue(entry);
                }
            }

            return queue;
        }
    }
}
