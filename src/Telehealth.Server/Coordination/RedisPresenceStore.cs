using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The presences of several nodes. Every operation is one atomic script, which is why only one caller hears a change.</summary>
internal sealed class RedisPresenceStore(RedisConnection redis, TimeProvider clock) : IPresenceStore
{
    public Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> BeatAsync(
        PresenceScope scope, Guid memberId, string tabId, CancellationToken cancellation) =>
        ChangeAsync(scope, "beat", [Name(memberId), tabId, InMs(clock.GetUtcNow() + PresenceRules.HeartbeatLifetime)], cancellation);

    public Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> ChooseAsync(
        PresenceScope scope, Guid memberId, PresenceState state, CancellationToken cancellation) =>
        ChangeAsync(scope, "choose", [Name(memberId), (int)state], cancellation);

    public Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> EngageAsync(
        PresenceScope scope, Guid memberId, bool isEngaged, CancellationToken cancellation) =>
        ChangeAsync(scope, "engage", [Name(memberId), isEngaged ? 1 : 0], cancellation);

    public async Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> ListAsync(
        PresenceScope scope, CancellationToken cancellation)
    {
        var (pairs, refusal) = await ScriptAsync(scope, "list", [], cancellation);
        return (
            [
                .. pairs.Select(pair => new PresenceEntry(pair.MemberId, pair.State))
                    .OrderBy(entry => Name(entry.MemberId), StringComparer.Ordinal),
            ],
            refusal);
    }

    public async Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> SweepAsync(CancellationToken cancellation)
    {
        var now = InMs(clock.GetUtcNow());
        var (due, refusal) = await redis.RunAsync(
            database => database.SortedSetRangeByScoreAsync(RedisKeys.PresenceDue, stop: now), cancellation);
        var changes = new List<PresenceChange>();
        foreach (var scope in due ?? [])
        {
            (var expired, refusal) = await ChangeAsync(RedisKeys.ScopeOf(scope!), "sweep", [], cancellation);
            changes.AddRange(expired);
        }

        return (changes, refusal);
    }

    private static string Name(Guid id) => id.ToString("N");

    private static long InMs(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private async Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> ChangeAsync(
        PresenceScope scope, string operation, RedisValue[] arguments, CancellationToken cancellation)
    {
        var (pairs, refusal) = await ScriptAsync(scope, operation, arguments, cancellation);
        return ([.. pairs.Select(pair => new PresenceChange(scope, pair.MemberId, pair.State))], refusal);
    }

    private async Task<(IEnumerable<(Guid MemberId, PresenceState State)> Pairs, Refusal? Refusal)> ScriptAsync(
        PresenceScope scope, string operation, RedisValue[] arguments, CancellationToken cancellation)
    {
        var (result, refusal) = await redis.ScriptAsync(
            RedisScript.Presence,
            RedisKeys.Presence(scope),
            [operation, InMs(clock.GetUtcNow()), RedisKeys.ScopeName(scope), .. arguments],
            cancellation);
        if (refusal is not null)
        {
            return ([], refusal);
        }

        var pairs = ((RedisValue[])result!).Chunk(2)
            .Select(pair => (Guid.ParseExact((string)pair[0]!, "N"), (PresenceState)(int)pair[1]));
        return (pairs, null);
    }
}
