namespace Telehealth.Coordination;

/// <summary>Wire names are the camelCase of these.</summary>
public enum PresenceState
{
    Available,
    Busy,
    InConsultation,
    Away,
    Offline,
}

public enum PresencePlace
{
    /// <summary>Practitioners at a department, which stands for its site and specialty; a role has one department.</summary>
    Department,

    /// <summary>Patient and practitioners who have a consultation open.</summary>
    Consultation,
}

/// <summary>Where somebody is present.</summary>
public readonly record struct PresenceScope(PresencePlace Place, Guid Id)
{
    public static PresenceScope Department(Guid id) => new(PresencePlace.Department, id);

    public static PresenceScope Consultation(Guid id) => new(PresencePlace.Consultation, id);
}

/// <summary>A browser tab lives. What it says holds until the next beat or the end of its lifetime.</summary>
/// <param name="MemberId">Practitioner or patient.</param>
/// <param name="Places">All places this tab is at; one that is left out has been left.</param>
/// <param name="Choice">What was chosen in this tab, said with every beat so that an emptied store knows it again.</param>
public sealed record PresenceBeat(Guid MemberId, string TabId, IReadOnlyCollection<PresenceScope> Places, PresenceChoice? Choice = null);

/// <summary>The person is available, busy or away at all places; the newest choice of all tabs holds.</summary>
/// <param name="At">By the store's time.</param>
public sealed record PresenceChoice(PresenceState State, DateTimeOffset At);

/// <summary>How many consultations a person has under way anywhere, and how many they can have.</summary>
/// <param name="AsOf">The store's time when the rows were read; an older reading never replaces a newer one.</param>
public sealed record PresenceLoad(int Running, int Capacity, DateTimeOffset AsOf);

/// <summary>A person at one place.</summary>
/// <param name="Version">Grows with each change of this person, so that of two messages the newer is known.</param>
public sealed record PresenceEntry(
    PresenceScope Scope, Guid MemberId, PresenceState State, int Load, int Capacity, DateTimeOffset LastSeenAt, long Version);

/// <param name="Scopes">The nearest first.</param>
/// <param name="Limit">Who is available at any of the places goes before everybody else.</param>
public sealed record PresenceQuery(IReadOnlyList<PresenceScope> Scopes, int Limit, bool IncludesOffline = false);

/// <param name="Changes">What nobody was told yet; exactly one caller on all nodes gets each.</param>
/// <param name="HasArrived">The member had no living tab before: their load is to be read from the rows.</param>
public sealed record PresenceAnswer(IReadOnlyList<PresenceEntry> Changes, bool HasArrived = false, Refusal? Refusal = null);
