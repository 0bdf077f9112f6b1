using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Ends presences whose heartbeats stopped and tells who watches. Every node sweeps; the store gives each change to one.</summary>
internal sealed partial class PresenceSweep(
    IPresenceStore store, ClinicNotifications notifications, ILogger<PresenceSweep> log) : BackgroundService
{
    private const int PeriodSeconds = 2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(PeriodSeconds));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var answer = await store.SweepAsync(stoppingToken);
                notifications.PresenceChanged(answer.Changes);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A presence sweep failed; the next one repeats it")]
    private partial void LogFailed(Exception error);
}
