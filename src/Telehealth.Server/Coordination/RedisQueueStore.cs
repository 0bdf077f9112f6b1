using System.Globalization;
using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The queues of several nodes. Every operation is one atomic script.</summary>
internal sealed class RedisQueueStore(
    RedisConnection redis, StoreClock time, WaitingRows rows, QueuePolicy policy, QueueRebuilds rebuilds) : IQueueStore
{
    /// <summary>How often the store may be lost again while the rows are read.</summary>
    private const int BuildAttempts = 5;

    /// <summary>Milliseconds from 2001 to 2286 have as many, so that the order of the text is that of the time.</summary>
    private const int TimeDigits = 13;

    private readonly RedisValue _rules = string.Concat(
        new[] { policy.Continuity, policy.Language, policy.Candidates }
            .Concat(policy.Classes.SelectMany(rules => new[] { rules.BoundMinutes, rules.HeadStart }))
            .Select(number => number.ToString("D6", CultureInfo.InvariantCulture)));

    public async Task<Refusal?> EnqueueAsync(Guid departmentId, QueueEntry entry, CancellationToken cancellation) =>
        (await RunAsync(departmentId, "enqueue", Arguments(entry), cancellation)).Refusal;

    public async Task<(int Added, Refusal? Refusal)> AddMissingAsync(
        Guid departmentId, IReadOnlyList<QueueEntry> entries, CancellationToken cancellation)
    {
        var (answer, refusal) = await RunAsync(departmentId, "missing", [.. entries.SelectMany(Arguments)], cancellation);
        return refusal is null ? ((int)answer[1], null) : (0, refusal);
    }

    public async Task<Refusal?> RemoveAsync(Guid departmentId, Guid entryId, CancellationToken cancellation) =>
        (await RunAsync(departmentId, "remove", [Name(entryId)], cancellation)).Refusal;

    public async Task<(IReadOnlyList<QueueEntry> Entries, Refusal? Refusal)> ListAsync(
        Guid departmentId, CancellationToken cancellation)
    {
        var (answer, refusal) = await RunAsync(departmentId, "list", [], cancellation);
        return ([.. answer.Skip(1).Chunk(2).Select(pair => Parse(pair[0], pair[1]))], refusal);
    }

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimNextAsync(
        Guid departmentId, Claimant claimant, CancellationToken cancellation) =>
        ClaimOf(await RunAsync(
            departmentId,
            "next",
            [.. ClaimArguments(claimant.Id), $",{string.Join(',', claimant.Languages)},", _rules],
            cancellation));

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimAsync(
        Guid departmentId, Guid entryId, Guid claimantId, CancellationToken cancellation) =>
        ClaimOf(await RunAsync(departmentId, "claim", [.. ClaimArguments(claimantId), Name(entryId)], cancellation));

    public async Task<Refusal?> ReleaseAsync(Guid departmentId, Claim claim, CancellationToken cancellation) =>
        (await RunAsync(departmentId, "release", [Name(claim.EntryId), claim.Fence], cancellation)).Refusal;

    public async Task<(IReadOnlyList<int> Counts, Refusal? Refusal)> CountClaimsAsync(
        IReadOnlyList<Guid> departmentIds, CancellationToken cancellation)
    {
        var (counts, refusal) = await redis.RunAsync(
            async database =>
            {
                var now = await NowAsync(database).ConfigureAwait(false);
                return await Task.WhenAll(departmentIds.Select(id => database.SortedSetLengthAsync(
                    RedisKeys.Queue(id)[1], now, exclude: Exclude.Start))).ConfigureAwait(false);
            },
            cancellation);
        return refusal is null ? ([.. counts!.Select(count => (int)count)], null) : ([], refusal);
    }

    private static string Name(Guid id) => id.ToString("N");

    private static Guid Id(string name) => Guid.ParseExact(name, "N");

    private static Guid? OptionalId(string name) => name.Length == 0 ? null : Id(name);

    private static (Claim? Claim, Refusal? Refusal) ClaimOf((RedisValue[] Answer, Refusal? Refusal) result) =>
        result.Answer is [_, var entry, var fence] ? (new Claim(Id(entry!), (long)fence), null) : (null, result.Refusal);

    private static RedisValue[] ClaimArguments(Guid claimantId) =>
        [Name(claimantId), (long)QueueRules.ClaimLifetime.TotalMilliseconds, QueueRules.FencesInMillisecond];

    /// <summary>In milliseconds, by the clock that ends the claims.</summary>
    private async Task<long> NowAsync(IDatabaseAsync database)
    {
        if (time.Clock is { } clock)
        {
            return clock.GetUtcNow().ToUnixTimeMilliseconds();
        }

        var parts = (long[])(await database.ExecuteAsync("TIME").ConfigureAwait(false))!;
        return (parts[0] * 1_000) + (parts[1] / 1_000);
    }

    private RedisValue[] Arguments(QueueEntry entry)
    {
        var joined = entry.QueuedAt.ToUnixTimeMilliseconds();
        var fact = string.Create(
            CultureInfo.InvariantCulture,
            $"{policy.UrgencyOf(entry)}{joined:D13}{entry.NamedDoctorId:N}|{entry.PreviousDoctorId:N}|{entry.Language}");
        return [Name(entry.Id), fact, entry.LastFence];
    }

    private static QueueEntry Parse(string? name, string? fact)
    {
        var parts = fact!.Split('|', 3);
        return new QueueEntry(
            Id(name!),
            fact[0] - '0',
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(fact.AsSpan(1, TimeDigits), CultureInfo.InvariantCulture)),
            0,
            OptionalId(parts[0][(1 + TimeDigits)..]),
            OptionalId(parts[1]),
            parts[2].Length == 0 ? null : parts[2]);
    }

    private async Task<(RedisValue[] Answer, Refusal? Refusal)> RunAsync(
        Guid departmentId, string operation, RedisValue[] arguments, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < BuildAttempts; attempt++)
        {
            var (answer, refusal) = await ScriptAsync(departmentId, operation, arguments, cancellation);
            if (refusal is not null || answer[0] == "ok")
            {
                return (answer, refusal);
            }

            var entries = await rows(departmentId, cancellation);
            RedisMeters.Rebuilt();
            rebuilds.Add();
            (_, refusal) = await ScriptAsync(departmentId, "build", [answer[1], .. entries.SelectMany(Arguments)], cancellation);
            if (refusal is not null)
            {
                return ([], refusal);
            }
        }

        return ([], CoordinationRefusals.Unavailable);
    }

    private async Task<(RedisValue[] Answer, Refusal? Refusal)> ScriptAsync(
        Guid departmentId, string operation, RedisValue[] arguments, CancellationToken cancellation)
    {
        var (result, refusal) = await redis.ScriptAsync(
            RedisScript.Queue,
            RedisKeys.Queue(departmentId),
            [operation, time.ToArgument(), .. arguments],
            cancellation);
        return refusal is null ? ((RedisValue[])result!, null) : ([], refusal);
    }
}
