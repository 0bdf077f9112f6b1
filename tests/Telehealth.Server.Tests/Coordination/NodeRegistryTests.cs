using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Telehealth.Coordination;

/// <summary>The contract of the node registry; each implementation runs all of it.</summary>
public abstract class NodeRegistryTests
{
    internal abstract INodeRegistry Registry { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_are_listed_by_name_as_they_last_described_themselves()
    {
        await WriteAsync(Describe("b"));
        await WriteAsync(Describe("a"));
        var at = new DateTimeOffset(2026, 11, 24, 5, 0, 0, TimeSpan.Zero);
        var busy = Describe("b") with
        {
            Rooms = 3,
            Seats = 6,
            Connections = 250,
            CpuShare = 0.42,
            IsDraining = true,
            Role = NodeRole.Media,
            QueueRebuilds = 2,
            QueueRebuiltAt = at,
            Failures = [new NodeFailure(at, 4, LogLevel.Error, "Telehealth.Somewhere", "{Name} was missed", "TimeoutException")],
        };
        await WriteAsync(busy);

        await ListsAsync(Describe("a"), busy);
    }

    [Fact]
    public async Task A_node_that_ends_is_forgotten_at_once()
    {
        await WriteAsync(Describe("a"));
        await WriteAsync(Describe("b"));

        Assert.Null(await Registry.ForgetAsync("a", Cancellation));

        await ListsAsync(Describe("b"));
    }

    [Fact]
    public async Task A_node_is_forgotten_that_no_longer_writes()
    {
        await WriteAsync(Describe("a"));
        await PassAsync(NodeRules.Expiry);

        await ListsAsync();
    }

    [Fact]
    public async Task Whoever_is_asked_to_drain_hears_of_it()
    {
        var asked = new TaskCompletionSource<string>();
        Assert.Null(await Registry.OnDrainAsync(name => asked.TrySetResult(name), Cancellation));

        Assert.Null(await Registry.DrainAsync("/nodes/1", Cancellation));

        Assert.Equal("/nodes/1", await Wait.ForAsync(asked.Task, "the node to be asked"));
    }

    protected abstract Task PassAsync(TimeSpan time);

    private static Node Describe(string name) => new(
        name, name, $"http://{name}:8080", NodeRole.All, 0, 0, 0, 0, false, new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero), "1.0");

    private async Task WriteAsync(Node node) => Assert.Null(await Registry.WriteAsync(node, Cancellation));

    /// <summary>By everything that they say, also in their lists.</summary>
    private async Task ListsAsync(params Node[] expected)
    {
        var (nodes, refusal) = await Registry.ListAsync(Cancellation);
        Assert.Null(refusal);
        Assert.Equal(expected.Select(Text), nodes!.Select(Text));

        static string Text(Node node) => JsonSerializer.Serialize(node);
    }
}

public sealed class MemoryNodeRegistryTests : NodeRegistryTests
{
    private readonly ManualClock _clock = new();

    public MemoryNodeRegistryTests() => Registry = new MemoryNodeRegistry(_clock);

    internal override INodeRegistry Registry { get; }

    protected override Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}

public sealed class RedisNodeRegistryTests : NodeRegistryTests, IAsyncLifetime
{
    private readonly RedisServer _server = new();
    private readonly RedisConnection _connection;

    public RedisNodeRegistryTests()
    {
        _connection = _server.Connect();
        Registry = new RedisNodeRegistry(_connection);
    }

    internal override INodeRegistry Registry { get; }

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    /// <summary>Redis' own clock cannot be turned.</summary>
    protected override Task PassAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(50), Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }
}
