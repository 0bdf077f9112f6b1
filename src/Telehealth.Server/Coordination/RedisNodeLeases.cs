using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The leases of several nodes. Redis counts the time, so that nodes need not agree on a clock.</summary>
internal sealed class RedisNodeLeases(RedisConnection redis) : INodeLeases
{
    public async Task<(string? Holder, Refusal? Refusal)> HoldAsync(Guid subjectId, string node, CancellationToken cancellation)
    {
        var (holder, refusal) = await RunAsync("hold", subjectId, node, cancellation);
        return ((string?)holder, refusal);
    }

    public async Task<Refusal?> ReleaseAsync(Guid subjectId, string node, CancellationToken cancellation) =>
        (await RunAsync("release", subjectId, node, cancellation)).Refusal;

    private Task<(RedisResult? Result, Refusal? Refusal)> RunAsync(
        string operation, Guid subjectId, string node, CancellationToken cancellation) =>
        redis.ScriptAsync(
            RedisScript.Lease,
            [RedisKeys.Lease(subjectId)],
            [operation, node, (long)LeaseRules.Lifetime.TotalMilliseconds],
            cancellation);
}
