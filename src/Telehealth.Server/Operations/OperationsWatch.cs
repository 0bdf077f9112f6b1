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

    public OperationsView View()
    {
        var work = workload.Read;
        return new OperationsView(
            clock.GetUtcNow(),
            self.Name,
            roll.Nodes,
            roll.AsOf,
            dependencies.Seen,
            work.Queues,
            work.Outbox,
            work.AsOf,
            failures.Read());
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
