namespace Telehealth.Coordination;

/// <summary>The presences of a single node. One lock: operations are short and never wait inside it.</summary>
internal sealed class MemoryPresenceStore(TimeProvider clock) : IPresenceStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(PresenceScope Scope, Guid MemberId), Member> _members = [];

    public Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> BeatAsync(
        PresenceScope scope, Guid memberId, string tabId, CancellationToken cancellation) =>
        ChangeAsync(scope, memberId, (member, now) => member.Tabs[tabId] = now + PresenceRules.HeartbeatLifetime);

    public Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> ChooseAsync(
        PresenceScope scope, Guid memberId, PresenceState state, CancellationToken cancellation) =>
        ChangeAsync(scope, memberId, (member, _) => member.Chosen = state);

    public Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> EngageAsync(
        PresenceScope scope, Guid memberId, bool isEngaged, CancellationToken cancellation) =>
        ChangeAsync(scope, memberId, (member, _) => member.IsEngaged = isEngaged);

    public Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> ListAsync(
        PresenceScope scope, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            IReadOnlyList<PresenceEntry> entries =
            [
                .. _members.Where(pair => pair.Key.Scope == scope)
                    .Select(pair => new PresenceEntry(pair.Key.MemberId, pair.Value.StateAt(now)))
                    .Where(entry => entry.State != PresenceState.Offline)
                    .OrderBy(entry => entry.MemberId.ToString("N"), StringComparer.Ordinal),
            ];
            return Task.FromResult<(IReadOnlyList<PresenceEntry>, Refusal?)>((entries, null));
        }
    }

    public Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> SweepAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var changes = new List<PresenceChange>();
        lock (_gate)
        {
            foreach (var ((scope, memberId), member) in _members.ToList())
            {
                Tell(scope, memberId, member, now, changes);
            }
        }

        return Task.FromResult<(IReadOnlyList<PresenceChange>, Refusal?)>((changes, null));
    }

    private Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> ChangeAsync(
        PresenceScope scope, Guid memberId, Action<Member, DateTimeOffset> change)
    {
        var now = clock.GetUtcNow();
        var changes = new List<PresenceChange>();
        lock (_gate)
        {
            if (!_members.TryGetValue((scope, memberId), out var member))
            {
                _members[(scope, memberId)] = member = new Member();
            }

            change(member, now);
            Tell(scope, memberId, member, now, changes);
        }

        return Task.FromResult<(IReadOnlyList<PresenceChange>, Refusal?)>((changes, null));
    }

    private void Tell(PresenceScope scope, Guid memberId, Member member, DateTimeOffset now, List<PresenceChange> changes)
    {
        var state = member.StateAt(now);
        if (state != member.Told)
        {
            member.Told = state;
            changes.Add(new PresenceChange(scope, memberId, state));
        }

        // Somebody engaged keeps that while a browser restarts; anybody else who left starts afresh.
        if (state == PresenceState.Offline && !member.IsEngaged)
        {
            _members.Remove((scope, memberId));
        }
    }

    /// <summary>Only touched under the store's lock.</summary>
    private sealed class Member
    {
        public Dictionary<string, DateTimeOffset> Tabs { get; } = [];

        public PresenceState Chosen { get; set; } = PresenceState.Available;

        public bool IsEngaged { get; set; }

        public PresenceState Told { get; set; } = PresenceState.Offline;

        public PresenceState StateAt(DateTimeOffset now)
        {
            foreach (var (tab, expiresAt) in Tabs)
            {
                if (expiresAt <= now)
                {
                    Tabs.Remove(tab);
                }
            }

            return PresenceRules.Effective(Tabs.Count > 0, IsEngaged, Chosen);
        }
    }
}
