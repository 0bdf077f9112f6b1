namespace Telehealth.Consultations.Queue;

/// <summary>Compares every department's queue with the rows, so that nobody waits unseen for longer than a minute.</summary>
internal sealed partial class QueueCheck(IServiceScopeFactory scopes, TimeProvider clock, ILogger<QueueCheck> log) : BackgroundService
{
    private static readonly TimeSpan _period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<QueueRepair>().RepairAllAsync(stoppingToken);

                // Time alone brings a turn nearer too.
                await scope.ServiceProvider.GetRequiredService<NearTurns>().TellAllAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The queues could not be compared with the rows; the next round repeats it")]
    private partial void LogFailed(Exception error);
}
