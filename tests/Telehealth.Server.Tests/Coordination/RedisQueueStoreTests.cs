using Telehealth.Consultations.Queue;

namespace Telehealth.Coordination;

public sealed class RedisQueueStoreTests : QueueStoreTests, IClassFixture<RedisServer>, IAsyncDisposable
{
    private readonly RedisServer _server;
    private readonly RedisConnection _connection;

    public RedisQueueStoreTests(RedisServer server)
    {
        _server = server;
        _connection = server.Connect();
        Store = new RedisQueueStore(_connection, new StoreClock(Clock), ReadRows, QueueRuleList.Policy, new QueueRebuilds(Clock));
    }

    internal override IQueueStore Store { get; }

    [Fact]
    public async Task Two_nodes_share_one_order_and_never_one_patient()
    {
        await using var secondConnection = _server.Connect();
        var second = new RedisQueueStore(secondConnection, new StoreClock(Clock), ReadRows, QueueRuleList.Policy, new QueueRebuilds(Clock));
        await EnqueueAsync();
        await EnqueueAsync();
        var department = Guid.CreateVersion7();
        var entry = new QueueEntry(Guid.CreateVersion7(), 3, Clock.GetUtcNow());
        await Store.EnqueueAsync(department, entry, Cancellation);

        var claims = await Task.WhenAll(
            Store.ClaimAsync(department, entry.Id, Guid.CreateVersion7(), Cancellation),
            second.ClaimAsync(department, entry.Id, Guid.CreateVersion7(), Cancellation));

        Assert.Single(claims, claim => claim.Claim is not null);
    }

    [Fact]
    public async Task Redis_away_is_a_refusal_and_an_empty_redis_is_rebuilt_from_the_rows_with_higher_fences()
    {
        Rows.Add(await EnqueueAsync());
        var before = await NextAsync(Guid.CreateVersion7());

        await _server.StopAsync();
        var (_, refusal) = await Store.ListAsync(Guid.CreateVersion7(), Cancellation);
        Assert.Equal(CoordinationRefusals.Unavailable, refusal);
        Assert.Equal(CoordinationRefusals.Unavailable, (await Store.CountClaimsAsync([Guid.CreateVersion7()], Cancellation)).Refusal);

        await _server.StartAsync();
        await Wait.UntilAsync(async () =>
            (await Store.ListAsync(Guid.CreateVersion7(), Cancellation)).Refusal is null ? null : "the store to heal");
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await NextAsync(Guid.CreateVersion7());
        Assert.Equal(before!.EntryId, after!.EntryId);
        Assert.True(after.Fence > before.Fence);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
