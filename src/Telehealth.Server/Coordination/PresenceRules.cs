namespace Telehealth.Coordination;

/// <summary>What both presence stores agree on.</summary>
public static class PresenceRules
{
    /// <summary>Three heartbeats of ten seconds: one may be lost on a poor network without a flicker.</summary>
    public static readonly TimeSpan HeartbeatLifetime = TimeSpan.FromSeconds(30);

    /// <summary>How long it is known when somebody was last seen at a department.</summary>
    public static readonly TimeSpan RememberedFor = TimeSpan.FromHours(24);

    /// <summary>The oldest tab of somebody who has more is forgotten.</summary>
    public const int MaxTabs = 16;

    /// <summary>As many as one connection may watch, and the desk.</summary>
    public const int MaxPlaces = 101;

    /// <summary>What a list of one place holds at most.</summary>
    public const int MaxListed = 500;

    internal const int MaxLoad = 99;

    /// <summary>People whom one sweeping step looks at, so that no step holds up the store.</summary>
    internal const int SweepStep = 256;

    /// <summary>In consultation anywhere is in consultation everywhere.</summary>
    public static PresenceState Effective(bool isHere, int load, PresenceState chosen) =>
        !isHere ? PresenceState.Offline : load > 0 ? PresenceState.InConsultation : chosen;

    /// <summary>The order in which people can be asked: free, with room for one more, occupied, busy, away, offline.</summary>
    public static int Rank(PresenceState state, int load, int capacity) => state switch
    {
        PresenceState.Available => 0,
        PresenceState.InConsultation => load < capacity ? 1 : 2,
        PresenceState.Busy => 3,
        PresenceState.Away => 4,
        _ => 5,
    };

    public static async Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> ListAsync(
        this IPresenceStore store, PresenceScope scope, CancellationToken cancellation) =>
        await store.FindAsync(new PresenceQuery([scope], MaxListed), cancellation);
}
