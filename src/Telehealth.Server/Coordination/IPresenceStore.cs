namespace Telehealth.Coordination;

/// <summary>Who is there, by heartbeats that expire, so a crashed node or browser leaves no ghost. Every method that can change a
/// state answers with the changes; exactly one caller on all nodes gets each, and tells the clients.</summary>
public interface IPresenceStore
{
    /// <summary>A browser tab lives; its presence ends <see cref="PresenceRules.HeartbeatLifetime"/> later.</summary>
    Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> BeatAsync(
        PresenceScope scope, Guid memberId, string tabId, CancellationToken cancellation);

    /// <summary>What the member says about themselves in this scope: available, busy or away; shared by all tabs.</summary>
    Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> ChooseAsync(
        PresenceScope scope, Guid memberId, PresenceState state, CancellationToken cancellation);

    /// <summary>Shows the member as in consultation, above what they chose, until told otherwise.</summary>
    Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> EngageAsync(
        PresenceScope scope, Guid memberId, bool isEngaged, CancellationToken cancellation);

    /// <summary>Everybody present in the scope; who is not listed is offline.</summary>
    Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> ListAsync(PresenceScope scope, CancellationToken cancellation);

    /// <summary>Ends the presences whose heartbeats stopped.</summary>
    Task<(IReadOnlyList<PresenceChange> Changes, Refusal? Refusal)> SweepAsync(CancellationToken cancellation);
}
