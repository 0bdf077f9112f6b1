namespace Telehealth.Coordination;

/// <summary>Describes this node to the others every second and knows who they are, also while Redis is away.</summary>
internal sealed partial class NodeWatch(
    INodeRegistry registry,
    ThisNode self,
    CountSeats seats,
    CountConnections connections,
    ListFailures failures,
    QueueRebuilds rebuilds,
    ILogger<NodeWatch> log) : BackgroundService
{
    /// <summary>Addresses of nodes that are gone, for asking whether they are.</summary>
    private const int MaxRemembered = 200;

    /// <summary>After the registry was emptied, until all the others have written themselves again.</summary>
    private static readonly int _beatsToReturn = (int)(NodeRules.Expiry / NodeRules.Beat);

    private readonly Dictionary<string, string> _addresses = [];
    private readonly Lock _gate = new();
    private readonly CpuMeter _cpu = new(TimeProvider.System);
    private volatile IReadOnlyList<Node> _nodes = [];
    private int _beatsKept;
    private bool _hasWritten;
    private bool _isListening;

    /// <summary>As they last described themselves; while Redis is away, as they did before.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Whether visitors of the pages are served elsewhere as well.</summary>
    public bool HasOtherForPages => _nodes.Any(node => node.Name != self.Name && node.Role != NodeRole.Media && !node.IsDraining);

    public Node? Find(string name) => _nodes.FirstOrDefault(node => node.Name == name);

    /// <summary>Where a node was last reached, alive or not; null for one that was never heard of.</summary>
    public string? AddressOf(string name)
    {
        lock (_gate)
        {
            return _addresses.GetValueOrDefault(name);
        }
    }

    /// <summary>Looks once before anybody is served, so that the first who comes finds the others.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeatAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await registry.ForgetAsync(self.Name, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The real time, whatever clock the rest of the product is given: the others count by theirs.
        using var timer = new PeriodicTimer(NodeRules.Beat);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await BeatAsync(stoppingToken);
        }
    }

    private async Task BeatAsync(CancellationToken cancellation)
    {
        try
        {
            if (!_isListening)
            {
                _isListening = await registry.OnDrainAsync(DrainWhenMeant, cancellation) is null;
            }

            var own = Describe();
            var (nodes, _) = await registry.ListAsync(cancellation);
            if (await registry.WriteAsync(own, cancellation) is null && nodes is not null)
            {
                Learn(own, nodes);
            }
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(error);
        }
    }

    private Node Describe()
    {
        var (rooms, taken) = seats();
        var (built, builtAt) = rebuilds.Read();
        return new Node(
            self.Name, self.PublicUrl, self.InternalUrl, self.Role, rooms, taken, connections(), _cpu.Look(), self.IsDraining,
            self.StartedAt, self.Version)
        {
            QueueRebuilds = built,
            QueueRebuiltAt = builtAt,
            Failures = [.. failures().Take(NodeFailure.MostOfOneNode)],
        };
    }

    /// <param name="listed">As they stood there before this node wrote itself again.</param>
    private void Learn(Node own, IReadOnlyList<Node> listed)
    {
        _beatsKept = _hasWritten && listed.All(node => node.Name != own.Name) ? _beatsToReturn : Math.Max(0, _beatsKept - 1);
        _hasWritten = true;

        // Somebody emptied the registry: who has not written since is no less alive for it.
        var missing = _beatsKept == 0 ? [] : _nodes.Where(node => !node.IsDraining && listed.All(known => known.Name != node.Name));
        IReadOnlyList<Node> nodes =
            [.. listed.Concat(missing).Where(node => node.Name != own.Name).Append(own).OrderBy(node => node.Name, StringComparer.Ordinal)];
        _nodes = nodes;
        lock (_gate)
        {
            if (_addresses.Count > MaxRemembered)
            {
                _addresses.Clear();
            }

            foreach (var node in nodes)
            {
                _addresses[node.Name] = node.InternalUrl;
            }
        }
    }

    private void DrainWhenMeant(string name)
    {
        if (name == self.Name)
        {
            self.Drain();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "This node could not describe itself; the next second repeats it")]
    private partial void LogFailed(Exception error);
}
