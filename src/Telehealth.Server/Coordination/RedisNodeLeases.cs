using System.Globalization;
using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The leases of several nodes. Redis counts the time, so that nodes need not agree on a clock.</summary>
internal sealed class RedisNodeLeases(RedisConnection redis) : INodeLeases
{
    public Task<(Lease? Lease, Refusal? Refusal)> FindAsync(Guid subjectId, CancellationToken cancellation) =>
        AskAsync("find", subjectId, new Lease("", 0), null, cancellation);

    public Task<(Lease? Lease, Refusal? Refusal)> HoldAsync(Guid subjectId, Lease own, CancellationToken cancellation) =>
        AskAsync("hold", subjectId, own, null, cancellation);

    public Task<(Lease? Lease, Refusal? Refusal)> TakeAsync(
        Guid subjectId, Lease? seen, Lease taken, CancellationToken cancellation) =>
        AskAsync("take", subjectId, taken, seen, cancellation);

    public async Task<Refusal?> ReleaseAsync(Guid subjectId, string node, CancellationToken cancellation) =>
        (await RunAsync("release", subjectId, new Lease(node, 0), null, cancellation)).Refusal;

    private async Task<(Lease? Lease, Refusal? Refusal)> AskAsync(
        string operation, Guid subjectId, Lease own, Lease? seen, CancellationToken cancellation)
    {
        var (answer, refusal) = await RunAsync(operation, subjectId, own, seen, cancellation);
        return (refusal is null && (string?)answer is { Length: > 0 } held ? Read(held) : null, refusal);
    }

    private Task<(RedisResult? Result, Refusal? Refusal)> RunAsync(
        string operation, Guid subjectId, Lease own, Lease? seen, CancellationToken cancellation) =>
        redis.ScriptAsync(
            RedisScript.Lease,
            [RedisKeys.Lease(subjectId)],
            [operation, own.Holder, own.Epoch, (long)LeaseRules.Lifetime.TotalMilliseconds, seen is null ? "" : Write(seen)],
            cancellation);

    private static string Write(Lease lease) => string.Create(CultureInfo.InvariantCulture, $"{lease.Epoch} {lease.Holder}");

    private static Lease Read(string held)
    {
        var space = held.IndexOf(' ', StringComparison.Ordinal);
        return new Lease(held[(space + 1)..], long.Parse(held.AsSpan(0, space), CultureInfo.InvariantCulture));
    }
}
