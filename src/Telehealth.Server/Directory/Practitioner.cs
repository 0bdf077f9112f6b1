using Telehealth.Identity;

namespace Telehealth.Directory;

/// <summary>A person who works for the consortium (医师).</summary>
internal sealed class Practitioner
{
    public required Guid Id { get; init; }

    public required LocalizedName Name { get; set; }

    public required string? LicenceNumber { get; set; }

    /// <summary>How many consultations this person can have at once.</summary>
    public int Capacity { get; set; } = 1;

    /// <summary>Primary subtags of what the practitioner speaks with patients, between commas.</summary>
    public string Languages { get; set; } = "zh";
}

/// <summary>What a practitioner is at one institution (执业点); several are allowed (多点执业).</summary>
internal sealed class PractitionerRole
{
    public required Guid Id { get; init; }

    public required Guid PractitionerId { get; init; }

    public required StaffRole Role { get; init; }

    public required Guid InstitutionId { get; init; }

    public Guid? DepartmentId { get; init; }

    public string? Title { get; init; }

    public CurrentStaff AsCurrent() => new(PractitionerId, Id, Role, InstitutionId, DepartmentId);
}
