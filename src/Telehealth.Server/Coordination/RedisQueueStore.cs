using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The queues of several nodes. Every operation is one atomic script.</summary>
internal sealed class RedisQueueStore(RedisConnection redis, TimeProvider clock, WaitingRows rows) : IQueueStore
{
    private const string Unbuilt = "unbuilt";

    public async Task<Refusal?> EnqueueAsync(Guid departmentId, QueueEntry entry, CancellationToken cancellation) =>
        (await RunAsync(departmentId, "enqueue", [Name(entry.Id), QueueRules.Score(entry), entry.LastFence], cancellation)).Refusal;

    public async Task<Refusal?> RemoveAsync(Guid departmentId, Guid entryId, CancellationToken cancellation) =>
        (await RunAsync(departmentId, "remove", [Name(entryId)], cancellation)).Refusal;

    public async Task<(IReadOnlyList<Guid> EntryIds, Refusal? Refusal)> ListAsync(
        Guid departmentId, CancellationToken cancellation)
    {
        var (result, refusal) = await RunAsync(departmentId, "list", [], cancellation);
        return refusal is null ? ([.. ((RedisValue[])result!).Select(Parse)], null) : ([], refusal);
    }

    public async Task<(int? Place, Refusal? Refusal)> PlaceOfAsync(
        Guid departmentId, Guid entryId, CancellationToken cancellation)
    {
        var (result, refusal) = await RunAsync(departmentId, "place", [Name(entryId)], cancellation);
        return refusal is null && (int)result! is > 0 and var place ? (place, null) : (null, refusal);
    }

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimNextAsync(
        Guid departmentId, Guid claimantId, CancellationToken cancellation) =>
        ClaimOf(await RunAsync(departmentId, "next", ClaimArguments(claimantId), cancellation));

    public async Task<(Claim? Claim, Refusal? Refusal)> ClaimAsync(
        Guid departmentId, Guid entryId, Guid claimantId, CancellationToken cancellation) =>
        ClaimOf(await RunAsync(departmentId, "claim", [.. ClaimArguments(claimantId), Name(entryId)], cancellation));

    public async Task<Refusal?> ReleaseAsync(Guid departmentId, Claim claim, CancellationToken cancellation) =>
        (await RunAsync(departmentId, "release", [Name(claim.EntryId), claim.Fence], cancellation)).Refusal;

    public Task<Refusal?> RebuildAsync(Guid departmentId, IReadOnlyList<QueueEntry> entries, CancellationToken cancellation) =>
        BuildAsync("rebuild", departmentId, entries, cancellation);

    private static string Name(Guid id) => id.ToString("N");

    private static Guid Parse(RedisValue name) => Guid.ParseExact((string)name!, "N");

    private static (Claim? Claim, Refusal? Refusal) ClaimOf((RedisResult? Result, Refusal? Refusal) answer)
    {
        if (answer.Refusal is not null)
        {
            return (null, answer.Refusal);
        }

        var parts = (RedisValue[])answer.Result!;
        return parts is [var entry, var fence] ? (new Claim(Parse(entry), (long)fence), null) : (null, null);
    }

    private RedisValue[] ClaimArguments(Guid claimantId) =>
        [Name(claimantId), (long)QueueRules.ClaimLifetime.TotalMilliseconds, QueueRules.FenceFloor(clock.GetUtcNow())];

    private async Task<(RedisResult? Result, Refusal? Refusal)> RunAsync(
        Guid departmentId, string operation, RedisValue[] arguments, CancellationToken cancellation)
    {
        var (result, refusal) = await ScriptAsync(departmentId, operation, arguments, cancellation);
        if (refusal is not null || result!.IsNull || !IsUnbuilt(result))
        {
            return (result, refusal);
        }

        var entries = await rows(departmentId, cancellation);
        refusal = await BuildAsync("build", departmentId, entries, cancellation);
        return refusal is null ? await ScriptAsync(departmentId, operation, arguments, cancellation) : (null, refusal);
    }

    private static bool IsUnbuilt(RedisResult result) => result.ToString() == Unbuilt;

    private async Task<Refusal?> BuildAsync(
        string operation, Guid departmentId, IReadOnlyList<QueueEntry> entries, CancellationToken cancellation)
    {
        RedisValue[] arguments =
            [.. entries.SelectMany(entry => new RedisValue[] { Name(entry.Id), QueueRules.Score(entry), entry.LastFence })];
        return (await ScriptAsync(departmentId, operation, arguments, cancellation)).Refusal;
    }

    private Task<(RedisResult? Result, Refusal? Refusal)> ScriptAsync(
        Guid departmentId, string operation, RedisValue[] arguments, CancellationToken cancellation) =>
        redis.ScriptAsync(
            RedisScript.Queue,
            RedisKeys.Queue(departmentId),
            [operation, clock.GetUtcNow().ToUnixTimeMilliseconds(), .. arguments],
            cancellation);
}
