namespace Telehealth.Realtime;

public static class RealtimeRefusals
{
    /// <summary>The caller has no right, or there is no such thing: the answer does not tell which.</summary>
    public static readonly Refusal WatchNotAllowed = new(RefusalKind.Forbidden, "watch.not_allowed");

    public static readonly Refusal TooManyWatches = new(RefusalKind.TooMany, "watch.too_many");
    public static readonly Refusal PresenceNotAllowed = new(RefusalKind.Forbidden, "presence.not_allowed");
    public static readonly Refusal PresenceInvalid = new(RefusalKind.Invalid, "presence.invalid_state");
    public static readonly Refusal TooManyCalls = new(RefusalKind.TooMany, "request.too_many");
    public static readonly Refusal Malformed = new(RefusalKind.Invalid, "request.malformed");

    /// <summary>A bug or an outage of ours; the log has the cause.</summary>
    public static readonly Refusal ServerError = new(RefusalKind.Unavailable, "server.error");
}
