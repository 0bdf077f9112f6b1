namespace Telehealth.Coordination;

/// <summary>The presences of a single node. One lock: operations are short and never wait inside it.</summary>
internal sealed class MemoryPresenceStore(TimeProvider clock) : IPresenceStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, PresentPerson> _people = [];
    private readonly Dictionary<PresenceScope, HashSet<Guid>> _places = [];
    private readonly PriorityQueue<Guid, DateTimeOffset> _due = new();

    public Task<(DateTimeOffset Now, Refusal? Refusal)> NowAsync(CancellationToken cancellation) =>
        Task.FromResult<(DateTimeOffset, Refusal?)>((clock.GetUtcNow(), null));

    public Task<PresenceAnswer> BeatAsync(PresenceBeat beat, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var person = Person(beat.MemberId);
            var before = person.Places;
            person.Prune(now);
            var hasArrived = !person.IsHere;
            person.Beat(beat, now);
            if (hasArrived)
            {
                Appoint(beat.MemberId, person, now + PresenceRules.HeartbeatLifetime);
            }

            return Answer(Tell(beat.MemberId, person, before, now), hasArrived);
        }
    }

    public Task<PresenceAnswer> EngageAsync(Guid memberId, PresenceLoad load, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (load.Running == 0 && !_people.ContainsKey(memberId))
            {
                return Answer([]);
            }

            var person = Person(memberId);
            if (person.LookAt is null)
            {
                person.LastSeenAt = now;
                Appoint(memberId, person, now + PresenceRules.RememberedFor);
            }

            return Answer(person.Engage(load) ? Tell(memberId, person, person.Places, now) : []);
        }
    }

    public Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> FindAsync(
        PresenceQuery query, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var found = query.Scopes.Distinct().SelectMany(scope => _places.GetValueOrDefault(scope, [])
                .Select(member => _people[member].At(scope, member, now))
                .Where(entry => query.IncludesOffline || entry.State != PresenceState.Offline));
            var entries = PresenceOrder.Of(query.Scopes.Distinct().ToList(), found)
                .OrderBy(entry => entry.State == PresenceState.Available ? 0 : 1)
                .Take(query.Limit)
                .ToList();
            return Task.FromResult<(IReadOnlyList<PresenceEntry>, Refusal?)>(
                (PresenceOrder.Of(query.Scopes.Distinct().ToList(), entries), null));
        }
    }

    public Task<PresenceAnswer> SweepAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var changes = new List<PresenceEntry>();
        lock (_gate)
        {
            while (_due.TryPeek(out var memberId, out var at) && at <= now)
            {
                _due.Dequeue();
                if (_people.TryGetValue(memberId, out var person) && person.LookAt == at)
                {
                    changes.AddRange(Sweep(memberId, person, now));
                }
            }
        }

        return Answer(changes);
    }

    private static Task<PresenceAnswer> Answer(IReadOnlyList<PresenceEntry> changes, bool hasArrived = false) =>
        Task.FromResult(new PresenceAnswer(changes, hasArrived));

    private void Appoint(Guid memberId, PresentPerson person, DateTimeOffset at)
    {
        person.LookAt = at;
        _due.Enqueue(memberId, at);
    }

    private PresentPerson Person(Guid memberId)
    {
        if (!_people.TryGetValue(memberId, out var person))
        {
            _people[memberId] = person = new PresentPerson();
        }

        return person;
    }

    private List<PresenceEntry> Sweep(Guid memberId, PresentPerson person, DateTimeOffset now)
    {
        var before = person.Places;
        person.Prune(now);
        var forgotten = person.LeftLongAgo(now);
        foreach (var scope in forgotten)
        {
            Remove(scope, memberId);
        }

        var changes = Tell(memberId, person, before.Except(forgotten), now);
        if (person.NextLookAt is { } next && next > now)
        {
            Appoint(memberId, person, next);
        }
        else
        {
            // Nobody may be listed anywhere who is not known any more.
            foreach (var scope in before.Concat(person.Places).Distinct().ToList())
            {
                Remove(scope, memberId);
            }

            _people.Remove(memberId);
        }

        return changes;
    }

    private List<PresenceEntry> Tell(Guid memberId, PresentPerson person, IEnumerable<PresenceScope> before, DateTimeOffset now)
    {
        var changes = new List<PresenceEntry>();
        foreach (var scope in before.Concat(person.Places).Distinct().ToList())
        {
            var isHere = person.IsAt(scope, now);
            person.Settle(scope, isHere);
            if (isHere || scope.Place == PresencePlace.Department)
            {
                if (!_places.TryGetValue(scope, out var members))
                {
                    _places[scope] = members = [];
                }

                members.Add(memberId);
            }
            else
            {
                Remove(scope, memberId);
            }

            if (person.IsNews(scope, now))
            {
                changes.Add(person.At(scope, memberId, now));
            }
        }

        if (changes.Count == 0)
        {
            return changes;
        }

        person.Version = Math.Max(person.Version + 1, now.ToUnixTimeMilliseconds());
        return changes.ConvertAll(change => change with { Version = person.Version });
    }

    private void Remove(PresenceScope scope, Guid memberId)
    {
        if (_places.TryGetValue(scope, out var members) && members.Remove(memberId) && members.Count == 0)
        {
            _places.Remove(scope);
        }
    }
}
