using Telehealth.Coordination;
using Telehealth.Telemetry;

namespace Telehealth.Operations;

/// <summary>Looks at nodes, dependencies and work every two seconds, so that the operator's question costs nothing and always has an answer.</summary>
internal sealed partial class OperationsWatch(
    NodeRoll roll, DependencyWatch dependencies, WorkloadWatch workload, RecentFailures failures, ThisNode self, TimeProvider clock,
    ILogger<OperationsWatch> log) : BackgroundService
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(2);

    /// <summary>A database that does not answer must not stop the look at everything else.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>Enough for a page; who waits longest stands first.</summary>
    private const int MostQueues = 100;

    private const int MostFailures = 100;

    public OperationsView View()
    {
        var (nodes, work) = (roll.Nodes, workload.Read);
        return new OperationsView(
            clock.GetUtcNow(),
            self.Name,
            nodes,
            roll.AsOf,
            dependencies.Seen,
            [.. work.Queues.Take(MostQueues)],
            Math.Max(0, work.Queues.Count - MostQueues),
            new QueueRebuildsView(nodes.Sum(node => node.QueueRebuilds), nodes.Max(node => node.QueueRebuiltAt)),
            work.Outbox,
            work.AsOf,
            FailuresOf(nodes));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The real time, whatever clock the rest of the product is given.
        using var timer = new PeriodicTimer(_period);
        do
        {
            await Task.WhenAll(
                LookAsync("nodes", roll.LookAsync, stoppingToken),
                LookAsync("dependencies", dependencies.LookAsync, stoppingToken),
                LookAsync("work", workload.LookAsync, stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Its own from memory, so that they are there while Redis is away.</summary>
    private IReadOnlyList<FailureView> FailuresOf(IReadOnlyList<NodeView> nodes)
    {
        var own = failures.Read().Select(one => new FailureView(
            self.Name, one.LastAt, one.Times, one.Level, one.Category, one.Sentence, one.Exception));
        var others = nodes.Where(node => node.Name != self.Name).SelectMany(node => node.Failures.Select(one => new FailureView(
            node.Name, one.LastAt, one.Times, one.Level, one.Category, one.Sentence, one.Exception)));
        return [.. own.Concat(others).OrderByDescending(one => one.LastAt).Take(MostFailures)];
    }

    private async Task LookAsync(string what, Func<CancellationToken, Task> look, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(_patience);
        try
        {
            await look(limit.Token);
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            LogBlind(what, error.GetType().Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The operator's view of {What} is old: {Error}")]
    private partial void LogBlind(string what, string error);
}
