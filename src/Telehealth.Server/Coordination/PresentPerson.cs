namespace Telehealth.Coordination;

/// <summary>What the memory store knows of one person. Only touched under that store's lock.</summary>
internal sealed class PresentPerson
{
    private readonly Dictionary<string, (DateTimeOffset ExpiresAt, IReadOnlyCollection<PresenceScope> Places)> _tabs = [];
    private readonly Dictionary<PresenceScope, DateTimeOffset> _left = [];
    private readonly Dictionary<PresenceScope, (PresenceState State, int Load, int Capacity)> _told = [];
    private PresenceState _chosen = PresenceState.Available;
    private DateTimeOffset _chosenAt;
    private DateTimeOffset _readAt;
    private int _load;
    private int _capacity = 1;

    public long Version { get; set; }

    /// <summary>Of the tabs that ended.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>When the sweep looks next; an older appointment in its queue is void.</summary>
    public DateTimeOffset? LookAt { get; set; }

    public bool IsHere => _tabs.Count > 0;

    public HashSet<PresenceScope> Places => [.. _tabs.Values.SelectMany(tab => tab.Places), .. _left.Keys];

    /// <summary>Null when nothing is left to be known.</summary>
    public DateTimeOffset? NextLookAt => IsHere
        ? _tabs.Values.Min(tab => tab.ExpiresAt)
        : _load == 0 && _left.Count == 0 ? null : LastSeenAt + PresenceRules.RememberedFor;

    public void Prune(DateTimeOffset now)
    {
        var expired = _tabs.Where(tab => tab.Value.ExpiresAt <= now).ToList();
        foreach (var (id, tab) in expired)
        {
            _tabs.Remove(id);
            LastSeenAt = Max(LastSeenAt, tab.ExpiresAt - PresenceRules.HeartbeatLifetime);
        }

        if (expired.Count > 0 && _tabs.Count == 0)
        {
            (_chosen, _chosenAt) = (PresenceState.Available, default);
        }
    }

    public void Beat(PresenceBeat beat, DateTimeOffset now)
    {
        if (beat.Choice is { } choice && choice.At > _chosenAt)
        {
            (_chosen, _chosenAt) = (choice.State, choice.At);
        }

        _tabs[beat.TabId] = (now + PresenceRules.HeartbeatLifetime, [.. beat.Places.Distinct().Take(PresenceRules.MaxPlaces)]);
        if (_tabs.Count > PresenceRules.MaxTabs)
        {
            _tabs.Remove(_tabs.MinBy(tab => tab.Value.ExpiresAt).Key);
        }
    }

    /// <summary>False for a reading that is older than the last.</summary>
    public bool Engage(PresenceLoad load)
    {
        if (load.AsOf < _readAt)
        {
            return false;
        }

        _load = Math.Clamp(load.Running, 0, PresenceRules.MaxLoad);
        _capacity = Math.Clamp(load.Capacity, 1, PresenceRules.MaxLoad);
        _readAt = load.AsOf;
        return true;
    }

    public bool IsAt(PresenceScope scope, DateTimeOffset now) =>
        _tabs.Values.Any(tab => tab.ExpiresAt > now && tab.Places.Contains(scope));

    /// <summary>Remembers when a department was left.</summary>
    public void Settle(PresenceScope scope, bool isHere)
    {
        if (isHere)
        {
            _left.Remove(scope);
        }
        else if (scope.Place == PresencePlace.Department)
        {
            _left.TryAdd(scope, SeenAt());
        }
    }

    public IReadOnlyList<PresenceScope> LeftLongAgo(DateTimeOffset now)
    {
        var old = _left.Where(pair => pair.Value + PresenceRules.RememberedFor <= now).Select(pair => pair.Key).ToList();
        foreach (var scope in old)
        {
            _left.Remove(scope);
        }

        return old;
    }

    /// <summary>Whether what is differs from what was told; from now on it is told.</summary>
    public bool IsNews(PresenceScope scope, DateTimeOffset now)
    {
        var state = PresenceRules.Effective(IsAt(scope, now), _load, _chosen);
        var isNews = state == PresenceState.Offline
            ? _told.Remove(scope)
            : !_told.TryGetValue(scope, out var told) || told != (state, _load, _capacity);
        if (state != PresenceState.Offline)
        {
            _told[scope] = (state, _load, _capacity);
        }

        return isNews;
    }

    public PresenceEntry At(PresenceScope scope, Guid memberId, DateTimeOffset now)
    {
        var state = PresenceRules.Effective(IsAt(scope, now), _load, _chosen);
        var seenAt = state == PresenceState.Offline && _left.TryGetValue(scope, out var left) ? left : SeenAt();
        return new PresenceEntry(scope, memberId, state, _load, _capacity, seenAt, Version);
    }

    private DateTimeOffset SeenAt() =>
        _tabs.Values.Select(tab => tab.ExpiresAt - PresenceRules.HeartbeatLifetime).Append(LastSeenAt).Max();

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
