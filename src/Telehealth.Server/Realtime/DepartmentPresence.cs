using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>How a practitioner can be reached at a department.</summary>
/// <param name="Load">Consultations under way anywhere.</param>
/// <param name="Version">The higher one of two is the newer.</param>
public sealed record DepartmentPresence(
    Guid PractitionerId, PresenceState State, int Load, int Capacity, DateTimeOffset LastSeenAt, long Version)
{
    internal static DepartmentPresence From(PresenceEntry entry) =>
        new(entry.MemberId, entry.State, entry.Load, entry.Capacity, entry.LastSeenAt, entry.Version);
}

/// <summary>The same where several departments are watched at once.</summary>
public sealed record WatchedPresence(Guid DepartmentId, DepartmentPresence Presence);
