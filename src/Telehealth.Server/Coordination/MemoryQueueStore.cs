namespace Telehealth.Coordination;

/// <summary>The queues of a single node. One lock: operations are short and never wait inside it.</summary>
internal sealed class MemoryQueueStore(TimeProvider clock, WaitingRows rows) : IQueueStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, DepartmentQueue> _queues = [];

    public async Task<Refusal?> EnqueueAsync(Guid departmentId, QueueEntry entry, CancellationToken cancellation)
    {
        var queue = await BuiltAsync(departmentId, cancellation);
        lock (_gate)
        {
            queue.Claims.Remove(entry.Id);
            queue.Place(entry);
        }

        return null;
    }

    public async Task<Refusal?> RemoveAsync(Guid departmentId, Guid entryId, CancellationToken cancellation)
    {
        var queue = await BuiltAsync(departmentId, cancellation);
        lock (_gate)
        {
            queue.Claims.Remove(entryId);
            queue.TakeOut(entryId);
        }

        return null;
    }

    public async Task<(IReadOnlyList<Guid> EntryIds, Refusal? Refusal)> ListAsync(
        Guid departmentId, CancellationToken cancellation)
    {
        var queue = await BuiltAsync(departmentId, cancellation);
        lock (_gate)
        {
            queue.ReturnExpired(clock.GetUtcNow());
            return ([.. queue.Order.Select(entry => entry.Id)], null);
        }
    }

    public async Task<(int? Place, Refusal? Refusal)> PlaceOfAsync(
        Guid departmentId, Guid entryId, CancellationToken cancellation)
    {
        var queue = await BuiltAsync(departmentId, cancellation);
        lock (_gate)
        {
            queue.ReturnExpired(clock.GetUtcNow());
            return queue.Waiting.TryGetValue(entryId, out var entry)
                ? (queue.Order.GetViewBetween(queue.Order.Min!, entry).Count, null)
                : (null, null);
        }
    }

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimNextAsync(
        Guid departmentId, Guid claimantId, CancellationToken cancellation)
    {
        var queue = await BuiltAsync(departmentId, cancellation);
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            queue.ReturnExpired(now);
            return (queue.Order.Min is { } first ? queue.Claim(first, claimantId, now) : null, null);
        }
    }

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimAsync(
        Guid departmentId, Guid entryId, Guid claimantId, CancellationToken cancellation)
    {
        var queue = await BuiltAsync(departmentId, cancellation);
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            queue.ReturnExpired(now);
            if (queue.Waiting.TryGetValue(entryId, out var waiting))
            {
                return (queue.Claim(waiting, claimantId, now), null);
            }

            return queue.Claims.TryGetValue(entryId, out var held) && held.ClaimantId == claimantId
                ? (queue.Claim(held.Entry, claimantId, now), null)
                : (null, null);
        }
    }

    public async Task<Refusal?> ReleaseAsync(Guid departmentId, Claim claim, CancellationToken cancellation)
    {
        var queue = await BuiltAsync(departmentId, cancellation);
        lock (_gate)
        {
            if (queue.Claims.TryGetValue(claim.EntryId, out var held) && held.Fence == claim.Fence)
            {
                queue.Claims.Remove(claim.EntryId);
                queue.Place(held.Entry);
            }
        }

        return null;
    }

    public Task<Refusal?> RebuildAsync(Guid departmentId, IReadOnlyList<QueueEntry> entries, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Build(departmentId, entries);
        }

        return Task.FromResult<Refusal?>(null);
    }

    private async ValueTask<DepartmentQueue> BuiltAsync(Guid departmentId, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_queues.TryGetValue(departmentId, out var known))
            {
                return known;
            }
        }

        var entries = await rows(departmentId, cancellation);
        lock (_gate)
        {
            return _queues.TryGetValue(departmentId, out var known) ? known : Build(departmentId, entries);
        }
    }

    private DepartmentQueue Build(Guid departmentId, IReadOnlyList<QueueEntry> entries)
    {
        var old = _queues.GetValueOrDefault(departmentId);
        var queue = new DepartmentQueue(old);
        foreach (var entry in entries.Where(entry => !queue.Claims.ContainsKey(entry.Id)))
        {
            queue.Place(entry);
        }

        return _queues[departmentId] = queue;
    }

    private sealed record Held(QueueEntry Entry, Guid ClaimantId, long Fence, DateTimeOffset ExpiresAt);

    /// <summary>Only touched under the store's lock.</summary>
    private sealed class DepartmentQueue(DepartmentQueue? old)
    {
        private long _lastFence = old?._lastFence ?? 0;

        public Dictionary<Guid, QueueEntry> Waiting { get; } = [];

        public SortedSet<QueueEntry> Order { get; } = new(Comparer<QueueEntry>.Create(Compare));

        public Dictionary<Guid, Held> Claims { get; } = old?.Claims ?? [];

        public void Place(QueueEntry entry)
        {
            TakeOut(entry.Id);
            _lastFence = Math.Max(_lastFence, entry.LastFence);
            Waiting[entry.Id] = entry;
            Order.Add(entry);
        }

        public void TakeOut(Guid entryId)
        {
            if (Waiting.Remove(entryId, out var entry))
            {
                Order.Remove(entry);
            }
        }

        public Claim Claim(QueueEntry entry, Guid claimantId, DateTimeOffset now)
        {
            TakeOut(entry.Id);
            _lastFence = Math.Max(_lastFence + 1, QueueRules.FenceFloor(now));
            Claims[entry.Id] = new Held(entry, claimantId, _lastFence, now + QueueRules.ClaimLifetime);
            return new Claim(entry.Id, _lastFence);
        }

        public void ReturnExpired(DateTimeOffset now)
        {
            foreach (var held in Claims.Values.Where(held => held.ExpiresAt <= now).ToList())
            {
                Claims.Remove(held.Entry.Id);
                Place(held.Entry);
            }
        }

        private static int Compare(QueueEntry left, QueueEntry right)
        {
            var byScore = QueueRules.Score(left).CompareTo(QueueRules.Score(right));
            return byScore != 0 ? byScore : string.CompareOrdinal(left.Id.ToString("N"), right.Id.ToString("N"));
        }
    }
}
