using System.Globalization;
using Microsoft.Extensions.Options;
using Telehealth.Coordination;
using Telehealth.Identity;
using Telehealth.Rooms;

namespace Telehealth.Realtime;

/// <summary>Lets connections in at a pace this node bears, so that all of them coming back at once get in one after the other instead
/// of none. Who is in a call does not wait. Who has to is told when to come: each gets the next free moment.</summary>
internal sealed class HubAdmission(
    IOptions<RealtimeOptions> options, RoomPass passes, ThisNode self, NodeWatch watch, TimeProvider clock)
{
    /// <summary>Carries the pass of the room the visitor is in; a header, because a pass must not stand in a log of addresses.</summary>
    public const string CallHeader = "X-Telehealth-Call";

    private const int LongestWaitSeconds = 30;

    /// <summary>Calls go first, but a flood that claims to be calls is one all the same.</summary>
    private const int CallsToOthers = 4;

    /// <summary>A pass is good for two minutes, a call goes on for longer; old passes only tell that somebody was in a call.</summary>
    private static readonly TimeSpan _longestCall = TimeSpan.FromHours(6);

    private readonly AdmissionLane _calls = new(options.Value.ConnectionsPerSecond * CallsToOthers);
    private readonly AdmissionLane _others = new(options.Value.ConnectionsPerSecond);

    public Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(RealtimeSetup.ClinicHubPath))
        {
            return next(context);
        }

        if (self.IsDraining && watch.HasOtherForPages)
        {
            // The proxy's word for "ask the next one", also for who negotiated here before; an open web socket asks nothing any more.
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return Task.CompletedTask;
        }

        if (IsAdmittedAlready(request))
        {
            return next(context);
        }

        var now = TimeProvider.System.GetTimestamp();
        var wait = IsInCall(context) && _calls.Enter(now) == TimeSpan.Zero ? TimeSpan.Zero : _others.Enter(now);
        HubMeters.Came(wait == TimeSpan.Zero);
        if (wait == TimeSpan.Zero)
        {
            return next(context);
        }

        var seconds = Math.Clamp((int)Math.Ceiling(wait.TotalSeconds), 1, LongestWaitSeconds);
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    /// <summary>Negotiation lets a connection in; what follows carries its secret id, and SignalR knows whether it gave it.</summary>
    private static bool IsAdmittedAlready(HttpRequest request) =>
        request.Query.ContainsKey("id") && !request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase);

    private bool IsInCall(HttpContext context)
    {
        var pass = context.Request.Headers[CallHeader].ToString();
        if (pass.Length == 0 || passes.ReadSigned(pass) is not { } ticket || ticket.ExpiresAt + _longestCall < clock.GetUtcNow())
        {
            return false;
        }

        var visitor = CurrentStaff.From(context.User)?.PractitionerId ?? CurrentPatient.From(context.User)?.PatientId;
        return visitor is { } id && ticket.Seat.EndsWith(id.ToString(), StringComparison.Ordinal);
    }
}

/// <summary>So many a second, with a second's worth in hand. Who is refused is given a moment of its own in the time to come.</summary>
internal sealed class AdmissionLane(int perSecond)
{
    private readonly Lock _gate = new();
    private double _tokens = perSecond;
    private double _promised;
    private long _countedAt;

    /// <summary>Zero: in. Else how long to wait before coming again.</summary>
    public TimeSpan Enter(long timestamp)
    {
        lock (_gate)
        {
            if (_countedAt != 0)
            {
                var elapsed = TimeProvider.System.GetElapsedTime(_countedAt, timestamp).TotalSeconds;
                _tokens = Math.Min(perSecond, _tokens + (elapsed * perSecond));
                _promised = Math.Max(0, _promised - (elapsed * perSecond));
            }

            _countedAt = timestamp;
            if (_tokens >= 1)
            {
                _tokens--;
                return TimeSpan.Zero;
            }

            _promised++;
            return TimeSpan.FromSeconds(_promised / perSecond);
        }
    }
}
