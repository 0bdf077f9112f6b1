using Microsoft.EntityFrameworkCore;
using Telehealth.Telemetry.History;

namespace Telehealth.Storage;

/// <summary>Hands recorded facts to their handlers. Safe on several nodes: a row is leased by moving its due time before it is handled.</summary>
internal sealed partial class OutboxDispatcher(
    IServiceScopeFactory scopes, OutboxEvents events, OutboxSignal signal, HistoryLog history, TimeProvider clock,
    ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    private const int BatchSize = 50;

    /// <summary>How long one node may hold a row; a node that dies gives it back after this.</summary>
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _pollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await DispatchDueAsync(stoppingToken) == BatchSize)
                {
                }

                await signal.WaitAsync(_pollInterval, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogUnreachable(exception);
                await Task.Delay(_pollInterval, stoppingToken);
            }
        }
    }

    private async Task<int> DispatchDueAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var now = clock.GetUtcNow();
        var due = await db.Set<OutboxRow>().AsNoTracking()
            .Where(row => row.DueAt <= now)
            .OrderBy(row => row.RecordedAt).ThenBy(row => row.Id)
            .Take(BatchSize)
            .ToListAsync(cancellation);
        foreach (var row in due)
        {
            await DispatchAsync(db, row, cancellation);
        }

        return due.Count;
    }

    private async Task DispatchAsync(TelehealthDb db, OutboxRow row, CancellationToken cancellation)
    {
        var leasedUntil = clock.GetUtcNow() + _lease;
        var mine = await db.Set<OutboxRow>()
            .Where(other => other.Id == row.Id && other.DueAt == row.DueAt)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.DueAt, leasedUntil), cancellation);
        if (mine == 0)
        {
            return;
        }

        try
        {
            await HandleAsync(events.Read(row), cancellation);
            history.Write(new HistoryFact(HistoryKind.OutboxHandled)
            {
                Subject = row.Id,
                By = row.EventName,
                Sequence = row.Attempts + 1,
            });
            await db.Set<OutboxRow>().Where(other => other.Id == row.Id).ExecuteDeleteAsync(cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogFailed(exception, row.EventName, row.Id, row.Attempts + 1);
            var dueAt = clock.GetUtcNow() + PauseAfter(row.Attempts + 1);
            await db.Set<OutboxRow>().Where(other => other.Id == row.Id).ExecuteUpdateAsync(
                set => set.SetProperty(other => other.DueAt, dueAt).SetProperty(other => other.Attempts, row.Attempts + 1),
                cancellation);
        }
    }

    private async Task HandleAsync(object fact, CancellationToken cancellation)
    {
        var contract = typeof(IHandle<>).MakeGenericType(fact.GetType());
        var handle = contract.GetMethod(nameof(IHandle<object>.Handle))!;
        await using var scope = scopes.CreateAsyncScope();
        foreach (var handler in scope.ServiceProvider.GetServices(contract))
        {
            await (Task)handle.Invoke(handler, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [fact, cancellation], null)!;
        }
    }

    private static TimeSpan PauseAfter(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts), _longestPause.TotalSeconds));

    [LoggerMessage(LogLevel.Warning, "The outbox cannot be read; trying again")]
    private partial void LogUnreachable(Exception exception);

    [LoggerMessage(LogLevel.Warning, "{EventName} {Id} was not handled, attempt {Attempt}")]
    private partial void LogFailed(Exception exception, string eventName, Guid id, int attempt);
}
