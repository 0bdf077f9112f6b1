namespace Telehealth.Coordination;

/// <summary>Who is there, by heartbeats that expire, so a crashed node or browser leaves no ghost. Costs of a heartbeat do not grow
/// with the number of people; an emptied store is whole again after one heartbeat of everybody.</summary>
public interface IPresenceStore
{
    /// <summary>The time of which two choices or two readings of the rows are compared, the same on all nodes.</summary>
    Task<(DateTimeOffset Now, Refusal? Refusal)> NowAsync(CancellationToken cancellation);

    /// <summary>A browser tab lives; its presence ends <see cref="PresenceRules.HeartbeatLifetime"/> later.</summary>
    Task<PresenceAnswer> BeatAsync(PresenceBeat beat, CancellationToken cancellation);

    /// <summary>Shows the member as in consultation at all their places while anything runs, above what they chose.</summary>
    Task<PresenceAnswer> EngageAsync(Guid memberId, PresenceLoad load, CancellationToken cancellation);

    /// <summary>Who is at the places, in one round trip: by place in the order asked for, then by <see cref="PresenceRules.Rank"/>
    /// and load. Who is not listed is offline.</summary>
    Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> FindAsync(PresenceQuery query, CancellationToken cancellation);

    /// <summary>Ends the presences whose heartbeats stopped.</summary>
    Task<PresenceAnswer> SweepAsync(CancellationToken cancellation);
}
