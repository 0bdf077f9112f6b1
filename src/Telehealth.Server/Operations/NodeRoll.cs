using System.Diagnostics.Metrics;
using Telehealth.Coordination;

namespace Telehealth.Operations;

/// <summary>The nodes as they were last seen: also those that are gone, and how far those are that drain.</summary>
internal sealed partial class NodeRoll
{
    /// <summary>How long a node that was lost stays on the roll.</summary>
    private static readonly TimeSpan _remembered = TimeSpan.FromMinutes(10);

    private readonly INodeRegistry _registry;
    private readonly TimeProvider _clock;
    private readonly ILogger<NodeRoll> _log;
    private readonly Counter<int> _lost;
    private volatile IReadOnlyList<NodeView> _nodes = [];
    private DateTimeOffset? _asOf;

    public NodeRoll(INodeRegistry registry, IMeterFactory meters, TimeProvider clock, ILogger<NodeRoll> log)
    {
        (_registry, _clock, _log) = (registry, clock, log);
        var meter = meters.Create("Telehealth.Nodes");
        _lost = meter.CreateCounter<int>("telehealth.nodes.lost", "{node}", "Nodes that fell silent without having been drained");
        meter.CreateObservableGauge("telehealth.nodes", Count, "{node}", "Nodes as this one sees them, by state");
        meter.CreateObservableGauge("telehealth.node.rooms", () => Of(node => node.Rooms), "{room}", "Rooms by node");
        meter.CreateObservableGauge("telehealth.node.seats", () => Of(node => node.Seats), "{seat}", "Seats by node");
        meter.CreateObservableGauge("telehealth.node.connections", () => Of(node => node.Connections), "{connection}", "Hub connections by node");
        meter.CreateObservableGauge("telehealth.node.cpu", () => Of(node => node.CpuShare), "1", "Share of its processors by node");
    }

    public IReadOnlyList<NodeView> Nodes => _nodes;

    public DateTimeOffset? AsOf => _asOf;

    public async Task LookAsync(CancellationToken cancellation)
    {
        var (nodes, _) = await _registry.ListAsync(cancellation);
        if (nodes is null)
        {
            return;
        }

        var now = _clock.GetUtcNow();
        var known = _nodes;
        var alive = nodes.Select(node => See(node, known.FirstOrDefault(one => one.Name == node.Name), now)).ToArray();
        var silent = known
            .Where(one => alive.All(node => node.Name != one.Name))
            .Select(Miss)
            .OfType<NodeView>()
            .Where(one => now - one.LastSeenAt < _remembered);
        _nodes = [.. alive.Concat(silent).OrderBy(node => node.Name, StringComparer.Ordinal)];
        _asOf = now;
    }

    private static NodeView See(Node node, NodeView? before, DateTimeOffset now) => new(
        node.Name,
        node.Role,
        node.IsDraining ? NodeState.Draining : NodeState.Serving,
        now,
        node.StartedAt,
        node.Rooms,
        node.IsDraining ? Math.Max(node.Rooms, before?.RoomsBefore ?? before?.Rooms ?? 0) : null,
        node.Seats,
        node.Connections,
        node.CpuShare,
        node.Version)
    {
        QueueRebuilds = node.QueueRebuilds,
        QueueRebuiltAt = node.QueueRebuiltAt,
        Failures = [.. node.Failures.Take(NodeFailure.MostOfOneNode)],
    };

    /// <summary>One that had drained left as it should and is forgotten.</summary>
    private NodeView? Miss(NodeView before)
    {
        if (before.State == NodeState.Draining)
        {
            return null;
        }

        if (before.State == NodeState.Serving)
        {
            _lost.Add(1);
            LogLost(before.Name, before.Rooms, before.Seats);
        }

        return before with { State = NodeState.Lost };
    }

    private IEnumerable<Measurement<int>> Count() =>
        Enum.GetValues<NodeState>().Select(state => new Measurement<int>(
            _nodes.Count(node => node.State == state), new KeyValuePair<string, object?>("state", state.ToString().ToLowerInvariant())));

    private IEnumerable<Measurement<double>> Of(Func<NodeView, double> value) =>
        _nodes.Where(node => node.State != NodeState.Lost)
            .Select(node => new Measurement<double>(value(node), new KeyValuePair<string, object?>("node", node.Name)));

    [LoggerMessage(LogLevel.Error, "{Node} fell silent with {Rooms} rooms and {Seats} seats")]
    private partial void LogLost(string node, int rooms, int seats);
}
