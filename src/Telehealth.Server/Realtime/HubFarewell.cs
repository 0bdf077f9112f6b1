namespace Telehealth.Realtime;

/// <summary>Before a planned stop the browsers of this node are told to go to another one, spread over time.</summary>
internal sealed class HubFarewell(FanOutLifetimeManager<ClinicHub> lines, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    private const int MovesPerSecond = 500;
    private const int LongestSeconds = 10;

    /// <summary>Until the word is on its way; SignalR ends the connections right afterwards.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromMilliseconds(200);

    private CancellationTokenRegistration _registration;

    public void Say() => lines.TellOwn(nameof(IClinicClient.GoingAway), [Math.Clamp(lines.Connections / MovesPerSecond, 1, LongestSeconds)]);

    /// <summary>Registered last, hence called first.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _registration = lifetime.ApplicationStopping.Register(() =>
        {
            if (lines.Connections > 0)
            {
                Say();
                Thread.Sleep(_farewell);
            }
        });
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _registration.Dispose();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
