using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The presences of several nodes. Every operation is one atomic script, which is why only one caller hears a change.</summary>
internal sealed class RedisPresenceStore(RedisConnection redis, StoreClock time) : IPresenceStore
{
    private const int FieldsOfEntry = 7;

    /// <summary>More than two nodes' worth of people; what is left over is due in the next sweep.</summary>
    private const int MaxSweepSteps = 400;

    public async Task<(DateTimeOffset Now, Refusal? Refusal)> NowAsync(CancellationToken cancellation)
    {
        var (now, _, refusal) = await ScriptAsync("time", [], cancellation);
        return (DateTimeOffset.FromUnixTimeMilliseconds(now), refusal);
    }

    public async Task<PresenceAnswer> BeatAsync(PresenceBeat beat, CancellationToken cancellation)
    {
        var (first, entries, refusal) = await ScriptAsync(
            "beat",
            [
                beat.MemberId.ToByteArray(bigEndian: true),
                beat.TabId,
                (int)(beat.Choice?.State ?? PresenceState.Available),
                beat.Choice?.At.ToUnixTimeMilliseconds() ?? 0,
                .. Named(beat.Places.Distinct().Take(PresenceRules.MaxPlaces)),
            ],
            cancellation);
        return new PresenceAnswer(entries, first == 1, refusal);
    }

    public async Task<PresenceAnswer> EngageAsync(Guid memberId, PresenceLoad load, CancellationToken cancellation)
    {
        var (_, entries, refusal) = await ScriptAsync(
            "engage",
            [
                memberId.ToByteArray(bigEndian: true),
                Math.Clamp(load.Running, 0, PresenceRules.MaxLoad),
                Math.Clamp(load.Capacity, 1, PresenceRules.MaxLoad),
                load.AsOf.ToUnixTimeMilliseconds(),
            ],
            cancellation);
        return new PresenceAnswer(entries, Refusal: refusal);
    }

    public async Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> FindAsync(
        PresenceQuery query, CancellationToken cancellation)
    {
        var scopes = query.Scopes.Distinct().ToList();
        if (scopes.Count == 0 || query.Limit <= 0)
        {
            return ([], null);
        }

        var (_, entries, refusal) = await ScriptAsync(
            "find", [query.Limit, query.IncludesOffline ? 1 : 0, .. scopes.Select(scope => (RedisValue)RedisKeys.PresenceIndex(scope))], cancellation);
        return (PresenceOrder.Of(scopes, entries), refusal);
    }

    public async Task<PresenceAnswer> SweepAsync(CancellationToken cancellation)
    {
        var changes = new List<PresenceEntry>();
        for (var step = 0; step < MaxSweepSteps; step++)
        {
            var (count, entries, refusal) = await ScriptAsync("sweep", [PresenceRules.SweepStep], cancellation);
            changes.AddRange(entries);
            if (refusal is not null || count < PresenceRules.SweepStep)
            {
                return new PresenceAnswer(changes, Refusal: refusal);
            }
        }

        return new PresenceAnswer(changes);
    }

    private static IEnumerable<RedisValue> Named(IEnumerable<PresenceScope> scopes) => scopes.Select(Named);

    private static RedisValue Named(PresenceScope scope)
    {
        var name = new byte[17];
        name[0] = (byte)('0' + scope.Place);
        scope.Id.TryWriteBytes(name.AsSpan(1), bigEndian: true, out _);
        return name;
    }

    private static PresenceEntry Read(RedisValue[] fields)
    {
        var place = (byte[])fields[0]!;
        return new PresenceEntry(
            new PresenceScope((PresencePlace)(place[0] - '0'), new Guid(place.AsSpan(1), bigEndian: true)),
            new Guid((byte[])fields[1]!, bigEndian: true),
            (PresenceState)(int)fields[2],
            (int)fields[3],
            (int)fields[4],
            DateTimeOffset.FromUnixTimeMilliseconds((long)fields[5]),
            (long)fields[6]);
    }

    private async Task<(long First, IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> ScriptAsync(
        string operation, RedisValue[] arguments, CancellationToken cancellation)
    {
        var (result, refusal) = await redis.ScriptAsync(
            RedisScript.Presence,
            RedisKeys.Presence,
            [
                operation,
                time.ToArgument(),
                (long)PresenceRules.HeartbeatLifetime.TotalMilliseconds,
                (long)PresenceRules.RememberedFor.TotalMilliseconds,
                .. arguments,
            ],
            cancellation);
        if (refusal is not null)
        {
            return (0, [], refusal);
        }

        var values = (RedisValue[])result!;
        return ((long)values[0], [.. values.Skip(1).Chunk(FieldsOfEntry).Select(Read)], null);
    }
}
