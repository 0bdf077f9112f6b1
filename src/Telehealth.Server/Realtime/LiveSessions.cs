using Telehealth.Identity;

namespace Telehealth.Realtime;

/// <summary>Ends what an ended session still had open.</summary>
public sealed class LiveSessions
{
    private readonly FanOutLifetimeManager<ClinicHub> _lines;

    internal LiveSessions(FanOutLifetimeManager<ClinicHub> lines) => _lines = lines;

    /// <summary>Cuts the hub connections that the session opened, on all nodes.</summary>
    public Task EndAsync(Guid sessionId, CancellationToken cancellation) =>
        _lines.EndSessionAsync(SessionClaims.Name(sessionId), cancellation);
}
