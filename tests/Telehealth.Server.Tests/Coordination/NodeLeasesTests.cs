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

        Assert.Null(await Leases.ReleaseAsync(_room, "b", TestContext.Current.CancellationToken));
        Assert.Equal("a", await HoldAsync("b"));

        Assert.Null(await Leases.ReleaseAsync(_room, "a", TestContext.Current.CancellationToken));
        Assert.Equal("b", await HoldAsync("b"));
    }

    [Fact]
    public async Task Nodes_that_ask_at_once_agree()
    {
        var holders = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => HoldAsync($"node {i}")));

        Assert.Single(holders.Distinct());
    }

    protected async Task<string?> HoldAsync(string node)
    {
        var (holder, refusal) = await Leases.HoldAsync(_room, node, TestContext.Current.CancellationToken);
        Assert.Null(refusal);
        return holder;
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
        await Leases.HoldAsync(room, "a", TestContext.Current.CancellationToken);

        var (left, _) = await _connection.RunAsync(
            database => database.KeyTimeToLiveAsync(RedisKeys.Lease(room)), TestContext.Current.CancellationToken);

        Assert.InRange(left!.Value, TimeSpan.FromSeconds(1), LeaseRules.Lifetime);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
