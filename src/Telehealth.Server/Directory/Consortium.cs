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
}

internal sealed class ConsortiumMember
{
    public required Guid ConsortiumId { get; init; }

    public required Guid InstitutionId { get; init; }

    /// <summary>The institution it is led by (a village clinic by its township's health centre); null at the top.</summary>
    public Guid? LedById { get; set; }
}
