namespace Telehealth.Directory;

public enum InstitutionTier
{
    Village,
    Township,
    County,
    Tertiary,
}

public enum InstitutionKind
{
    Hospital,
    HealthCentre,
    Clinic,
    TcmHospital,
}

/// <summary>A site where practitioners work (机构).</summary>
internal sealed class Institution
{
    public required Guid Id { get; init; }

    public required LocalizedName Name { get; set; }

    public required InstitutionTier Tier { get; set; }

    public required InstitutionKind Kind { get; set; }
}

/// <summary>A specialty's rooms at one institution; patients wait with a department.</summary>
internal sealed class Department
{
    public required Guid Id { get; init; }

    public required Guid InstitutionId { get; init; }

    public required string Specialty { get; set; }

    public required LocalizedName Name { get; set; }
}
