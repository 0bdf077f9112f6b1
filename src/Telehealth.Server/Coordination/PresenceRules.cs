namespace Telehealth.Coordination;

/// <summary>What both presence stores agree on.</summary>
public static class PresenceRules
{
    /// <summary>Three heartbeats of ten seconds: one may be lost on a poor network without a flicker.</summary>
    public static readonly TimeSpan HeartbeatLifetime = TimeSpan.FromSeconds(30);

    public static PresenceState Effective(bool isHere, bool isEngaged, PresenceState chosen) =>
        !isHere ? PresenceState.Offline : isEngaged ? PresenceState.InConsultation : chosen;
}
