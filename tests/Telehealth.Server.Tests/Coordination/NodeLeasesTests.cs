namespace Telehealth.Coordination;

/// <summary>The contract of node leases; each implementation runs all of it.</summary>
public abstract class NodeLeasesTests
{
    private readonly Guid _room = Guid.CreateVersion7();

    internal abstract INodeLeases Leases { get; }

    [Fact]
    public async Task The_first_node_holds_and_the_others_are_told_who()
    {
        Assert.Equal("a", await HoldAsync("a"));
        Assert.Equal("a", await HoldAsync("b"));
        Assert.Equal("a", await HoldAsync("a"));
    }

    [Fact]
    public async Task Only_the_holder_can_give_it_up()
    {
        await HoldAsync("a");

        Assert.Null(await Leases.ReleaseAsync(_room, "b", Cancellation));
        Assert.Equal("a", await HoldAsync("b"));

        Assert.Null(await Leases.ReleaseAsync(_room, "a", Cancellation));
        Assert.Equal("b", await HoldAsync("b"));
    }

    [Fact]
    public async Task Nodes_that_ask_at_once_agree()
    {
        var holders = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => HoldAsync($"node {i}")));

        Assert.Single(holders.Distinct());
    }

    [Fact]
    public async Task Finding_takes_nothing()
    {
        Assert.Equal((null, null), await Leases.FindAsync(_room, Cancellation));
        await HoldAsync("a");

        Assert.Equal("a", (await Leases.FindAsync(_room, Cancellation)).Lease!.Holder);
    }

    [Fact]
    public async Task What_was_seen_can_be_taken_once()
    {
        var (seen, _) = await Leases.HoldAsync(_room, new Lease("a", 0), Cancellation);

        var takers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => Leases.TakeAsync(_room, seen, new Lease($"node {i}", 0), Cancellation)));

        var holder = Assert.Single(takers.Select(taker => taker.Lease).Distinct());
        Assert.NotEqual("a", holder!.Holder);
        Assert.True(holder.Epoch > seen!.Epoch);
    }

    [Fact]
    public async Task Only_what_is_free_can_be_taken_as_free()
    {
        var (first, _) = await Leases.TakeAsync(_room, null, new Lease("a", 0), Cancellation);
        var (second, _) = await Leases.TakeAsync(_room, null, new Lease("b", 0), Cancellation);

        Assert.Equal("a", first!.Holder);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Of_two_that_believe_to_hold_it_the_newer_does()
    {
        var (older, _) = await Leases.HoldAsync(_room, new Lease("a", 0), Cancellation);
        var newer = new Lease("b", older!.Epoch + 1);

        Assert.Equal(newer, (await Leases.HoldAsync(_room, newer, Cancellation)).Lease);
        Assert.Equal(newer, (await Leases.HoldAsync(_room, older, Cancellation)).Lease);
    }

    [Fact]
    public async Task A_holder_that_comes_back_to_an_empty_store_has_no_older_epoch_than_before()
    {
        var far = new Lease("a", DateTimeOffset.UnixEpoch.AddYears(200).ToUnixTimeMilliseconds());

        Assert.Equal(far, (await Leases.HoldAsync(_room, far, Cancellation)).Lease);
        Assert.Equal(far, (await Leases.HoldAsync(_room, far with { Epoch = 0 }, Cancellation)).Lease);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected async Task<string?> HoldAsync(string node)
    {
        var (lease, refusal) = await Leases.HoldAsync(_room, new Lease(node, 0), Cancellation);
        Assert.Null(refusal);
        return lease?.Holder;
    }
}

public sealed class MemoryNodeLeasesTests : NodeLeasesTests
{
    private readonly ManualClock _clock = new();

    public MemoryNodeLeasesTests() => Leases = new MemoryNodeLeases(_clock);

    internal override INodeLeases Leases { get; }

    [Fact]
    public async Task A_holder_that_does_not_renew_loses_it()
    {
        await HoldAsync("a");
        _clock.Advance(LeaseRules.Lifetime);

        Assert.Equal("b", await HoldAsync("b"));
    }
}

public sealed class RedisNodeLeasesTests : NodeLeasesTests, IClassFixture<RedisServer>, IAsyncDisposable
{
    private readonly RedisConnection _connection;

    public RedisNodeLeasesTests(RedisServer server)
    {
        _connection = server.Connect();
        Leases = new RedisNodeLeases(_connection);
    }

    internal override INodeLeases Leases { get; }

    [Fact]
    public async Task A_lease_runs_out_by_redis_own_clock()
    {
        var room = Guid.CreateVersion7();
        await Leases.HoldAsync(room, new Lease("a", 0), Cancellation);

        var (left, _) = await _connection.RunAsync(
            database => database.KeyTimeToLiveAsync(RedisKeys.Lease(room)), Cancellation);

        Assert.InRange(left!.Value, TimeSpan.FromSeconds(1), LeaseRules.Lifetime);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
