namespace Telehealth.Realtime;

/// <summary>Ends what a signed-out session still had open.</summary>
public sealed class LiveSessions
{
    private readonly FanOutLifetimeManager<ClinicHub> _lines;

    internal LiveSessions(FanOutLifetimeManager<ClinicHub> lines) => _lines = lines;

    /// <summary>Cuts the hub connections that the session opened, on all nodes.</summary>
    public Task EndAsync(string session, CancellationToken cancellation) => _lines.EndSessionAsync(session, cancellation);
}
