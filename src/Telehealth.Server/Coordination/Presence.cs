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
    /// <summary>Practitioners at a department; the department names the role, since a role has one department.</summary>
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

/// <param name="MemberId">Practitioner or patient.</param>
public sealed record PresenceEntry(Guid MemberId, PresenceState State);

/// <summary>A member's state is another one than the last that was told.</summary>
public sealed record PresenceChange(PresenceScope Scope, Guid MemberId, PresenceState State);
