namespace Telehealth.Directory;

public enum ConsortiumKind
{
    UrbanGroup,
    CountyCommunity,
    SpecialtyAlliance,
    TelemedicineNetwork,
}

/// <summary>Institutions that care for the same people together (医联体).</summary>
internal sealed class Consortium
{
    public required Guid Id { get; init; }

    public required LocalizedName Name { get; set; }

    public required ConsortiumKind Kind { get; set; }

    /// <summary>What a specialty alliance is about; null for the other kinds.</summary>
    public string? Specialty { get; set; }
}

/// <summary>An institution may be a member of several consortia.</summary>
internal sealed class ConsortiumMember
{
    public required Guid ConsortiumId { get; init; }

    public required Guid InstitutionId { get; init; }

    /// <summary>The institution it is led by (a village clinic by its township's health centre); null at the top.</summary>
    public Guid? LedById { get; set; }

    /// <summary>Null while it is invited only: nobody becomes a member without its own administrator.</summary>
    public DateTimeOffset? JoinedAt { get; set; }

    public DateTimeOffset? LeftAt { get; set; }
}

/// <summary>What institutions do with each other's patients.</summary>
public enum ConsortiumAct
{
    /// <summary>Send a patient there for treatment (转诊).</summary>
    Refer,

    /// <summary>Let the other see the patient's record.</summary>
    Share,

    /// <summary>Ask for an opinion; the asking side stays responsible (会诊).</summary>
    Consult,
}

/// <summary>Replaces what the consortium's model says of an act, for this consortium alone.</summary>
internal sealed class ConsortiumRule
{
    public required Guid Id { get; init; }

    public required Guid ConsortiumId { get; init; }

    public required ConsortiumAct Act { get; init; }

    /// <summary>Null is every tier.</summary>
    public InstitutionTier? FromTier { get; init; }

    public InstitutionTier? ToTier { get; init; }

    /// <summary>Only between an institution and one that leads it.</summary>
    public bool OnlyLed { get; init; }

    public bool NeedsAgreement { get; init; }

    public string? Specialty { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; set; }
}

/// <summary>What two institutions signed about remote care (远程医疗合作协议).</summary>
internal sealed class Agreement
{
    public required Guid Id { get; init; }

    /// <summary>The side that asks, refers and shows.</summary>
    public required Guid FromInstitutionId { get; init; }

    public required Guid ToInstitutionId { get; init; }

    public required IReadOnlyList<ConsortiumAct> Acts { get; init; }

    /// <summary>Null is every specialty.</summary>
    public string? Specialty { get; init; }

    /// <summary>Number or title by which the paper is found.</summary>
    public required string Document { get; init; }

    public required DateTimeOffset ValidFrom { get; init; }

    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>By the other side's administrator; before that it allows nothing.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    public bool Covers(ConsortiumAct act, string? specialty, DateTimeOffset now) =>
        ConfirmedAt is not null && Acts.Contains(act) && (Specialty is null || Specialty == specialty)
        && ValidFrom <= now && (ValidUntil is null || ValidUntil > now);
}
