namespace Telehealth.Coordination;

/// <summary>One department's queue in memory; the store's lock guards it.</summary>
internal sealed class MemoryQueue(QueuePolicy policy)
{
    private readonly Dictionary<Guid, QueueEntry> _waiting = [];
    private readonly Dictionary<Guid, Held> _claims = [];
    private readonly PriorityQueue<Guid, DateTimeOffset> _due = new();

    /// <summary>By whom they wait for (empty for anybody), then by urgency.</summary>
    private readonly Dictionary<Guid, SortedSet<QueueEntry>[]> _lines = [];
    private long _lastFence;

    public IReadOnlyList<QueueEntry> Waiting => [.. _waiting.Values.Select(entry => entry with { LastFence = 0 })];

    public int Claims => _claims.Count;

    public void Enqueue(QueueEntry entry)
    {
        _lastFence = Math.Max(_lastFence, entry.LastFence);
        if (_claims.TryGetValue(entry.Id, out var held) && held.Fence > entry.LastFence)
        {
            _claims[entry.Id] = held with { Entry = entry };
            return;
        }

        _claims.Remove(entry.Id);
        Place(entry);
    }

    public bool AddMissing(QueueEntry entry)
    {
        var isMissing = !_waiting.ContainsKey(entry.Id) && !_claims.ContainsKey(entry.Id);
        if (isMissing)
        {
            Enqueue(entry);
        }

        return isMissing;
    }

    public void Remove(Guid entryId)
    {
        _claims.Remove(entryId);
        TakeOut(entryId);
    }

    public Claim? ClaimNext(Claimant claimant, DateTimeOffset now)
    {
        var anybody = _lines.GetValueOrDefault(Guid.Empty);
        var named = _lines.GetValueOrDefault(claimant.Id);
        var classes = Enumerable.Range(0, policy.Classes.Count)
            .Select(at => Merge(anybody?[at], named?[at])).ToArray();
        return QueueOrder.Next(policy, classes, claimant, now) is { } next ? Claim(next, claimant.Id, now) : null;
    }

    public Claim? ClaimChosen(Guid entryId, Guid claimantId, DateTimeOffset now)
    {
        if (_waiting.TryGetValue(entryId, out var waiting))
        {
            return waiting.NamedDoctorId is { } doctor && doctor != claimantId ? null : Claim(waiting, claimantId, now);
        }

        return _claims.TryGetValue(entryId, out var held) && held.ClaimantId == claimantId ? Claim(held.Entry, claimantId, now) : null;
    }

    public void Release(Claim claim)
    {
        if (_claims.TryGetValue(claim.EntryId, out var held) && held.Fence == claim.Fence)
        {
            _claims.Remove(claim.EntryId);
            Place(held.Entry);
        }
    }

    public void ReturnExpired(DateTimeOffset now)
    {
        while (_due.TryPeek(out var entryId, out var at) && at <= now)
        {
            _due.Dequeue();
            if (_claims.TryGetValue(entryId, out var held) && held.ExpiresAt <= now)
            {
                _claims.Remove(entryId);
                Place(held.Entry);
            }
        }
    }

    private static IEnumerable<QueueEntry> Merge(SortedSet<QueueEntry>? left, SortedSet<QueueEntry>? right) =>
        left is null or { Count: 0 } ? right ?? []
        : right is null or { Count: 0 } ? left
        : MergeBoth(left, right);

    private static IEnumerable<QueueEntry> MergeBoth(SortedSet<QueueEntry> left, SortedSet<QueueEntry> right)
    {
        using var first = left.GetEnumerator();
        using var second = right.GetEnumerator();
        var (hasFirst, hasSecond) = (first.MoveNext(), second.MoveNext());
        while (hasFirst || hasSecond)
        {
            if (hasFirst && (!hasSecond || QueueOrder.CompareArrival(first.Current, second.Current) < 0))
            {
                yield return first.Current;
                hasFirst = first.MoveNext();
            }
            else
            {
                yield return second.Current;
                hasSecond = second.MoveNext();
            }
        }
    }

    private Claim Claim(QueueEntry entry, Guid claimantId, DateTimeOffset now)
    {
        TakeOut(entry.Id);
        _lastFence = Math.Max(_lastFence + 1, QueueRules.FenceFloor(now));
        var expiresAt = now + QueueRules.ClaimLifetime;
        _claims[entry.Id] = new Held(entry, claimantId, _lastFence, expiresAt);
        _due.Enqueue(entry.Id, expiresAt);
        return new Claim(entry.Id, _lastFence);
    }

    private void Place(QueueEntry entry)
    {
        TakeOut(entry.Id);
        _waiting[entry.Id] = entry;
        var doctor = entry.NamedDoctorId ?? Guid.Empty;
        if (!_lines.TryGetValue(doctor, out var line))
        {
            var order = Comparer<QueueEntry>.Create(QueueOrder.CompareArrival);
            _lines[doctor] = line = [.. policy.Classes.Select(_ => new SortedSet<QueueEntry>(order))];
        }

        line[policy.UrgencyOf(entry) - 1].Add(entry);
    }

    private void TakeOut(Guid entryId)
    {
        if (_waiting.Remove(entryId, out var entry))
        {
            _lines[entry.NamedDoctorId ?? Guid.Empty][policy.UrgencyOf(entry) - 1].Remove(entry);
        }
    }

    private sealed record Held(QueueEntry Entry, Guid ClaimantId, long Fence, DateTimeOffset ExpiresAt);
}
