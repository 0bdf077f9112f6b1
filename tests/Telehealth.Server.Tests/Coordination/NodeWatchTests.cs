using Microsoft.Extensions.Logging.Abstractions;

namespace Telehealth.Coordination;

/// <summary>Who the nodes are is known also when the registry has just lost it.</summary>
public sealed class NodeWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_are_known_on_after_the_registry_was_emptied_until_they_had_time_to_write_again()
    {
        var registry = new EmptiedRegistry();
        using var self = new ThisNode("self", "self", NodeRole.All, () => "", TimeProvider.System);
        using var watch = new NodeWatch(
            registry, self, () => (0, 0), () => 0, () => [], new QueueRebuilds(TimeProvider.System), NullLogger<NodeWatch>.Instance);
        var other = Of("other", isDraining: false);
        await registry.WriteAsync(other, Cancellation);
        await registry.WriteAsync(Of("leaving", isDraining: true), Cancellation);
        await watch.StartAsync(Cancellation);
        Assert.Equal(["leaving", "other", "self"], watch.Nodes.Select(node => node.Name));

        registry.Empty();
        await Wait.UntilAsync(() => registry.Lists >= 2, "the watch to look at the empty registry");

        Assert.Equal(["other", "self"], watch.Nodes.Select(node => node.Name));
        await Wait.UntilAsync(() => watch.Find("other") is null, "the other node, which never wrote again, to be forgotten");
        await watch.StopAsync(Cancellation);
    }

    private static Node Of(string name, bool isDraining) =>
        new(name, name, "", NodeRole.All, 0, 0, 0, 0, isDraining, DateTimeOffset.UnixEpoch, "1");

    private sealed class EmptiedRegistry : INodeRegistry
    {
        private MemoryNodeRegistry _nodes = new(new ManualClock());

        /// <summary>Looks since it was emptied.</summary>
        public int Lists { get; private set; }

        public void Empty() => (_nodes, Lists) = (new MemoryNodeRegistry(new ManualClock()), 0);

        public Task<Refusal?> WriteAsync(Node node, CancellationToken cancellation) => _nodes.WriteAsync(node, cancellation);

        public Task<Refusal?> ForgetAsync(string name, CancellationToken cancellation) => _nodes.ForgetAsync(name, cancellation);

        public Task<(IReadOnlyList<Node>? Nodes, Refusal? Refusal)> ListAsync(CancellationToken cancellation)
        {
            Lists++;
            return _nodes.ListAsync(cancellation);
        }

        public Task<Refusal?> DrainAsync(string name, CancellationToken cancellation) => _nodes.DrainAsync(name, cancellation);

        public Task<Refusal?> OnDrainAsync(Action<string> drain, CancellationToken cancellation) => _nodes.OnDrainAsync(drain, cancellation);
    }
}
