using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>What a licence or certificate is for (执业类别).</summary>
public enum LicenceCategory
{
    Clinical,
    Tcm,
    Dental,
    PublicHealth,

    /// <summary>乡村医生执业证书.</summary>
    VillageDoctor,
    Pharmacist,
}

/// <summary>A person who works for the consortium (医师).</summary>
internal sealed class Practitioner : Aggregate
{
    public const int MaxReasonLength = 200;

    public required Guid Id { get; init; }

    public required LocalizedName Name { get; set; }

    public required string? LicenceNumber { get; set; }

    public LicenceCategory? LicenceCategory { get; set; }

    /// <summary>Codes of <see cref="Specialties"/> between commas (执业范围); null where a licence names none.</summary>
    public string? LicenceScope { get; set; }

    public DateOnly? LicensedSince { get; set; }

    /// <summary>Since when the doctor treats patients without supervision (独立临床工作).</summary>
    public DateOnly? IndependentSince { get; set; }

    /// <summary>Where the licence is registered (主要执业机构); elsewhere this institution has to consent. May be one that is not known here.</summary>
    public Guid? RegisteredInstitutionId { get; set; }

    public DateTimeOffset? SuspendedAt { get; private set; }

    public string? SuspendReason { get; private set; }

    /// <summary>How many consultations this person can have at once.</summary>
    public int Capacity { get; set; } = 1;

    /// <summary>Primary subtags of what the practitioner speaks with patients, between commas.</summary>
    public string Languages { get; set; } = "zh";

    public IReadOnlyList<string> Scope => LicenceScope?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Ends every role at once, until it is lifted.</summary>
    public void Suspend(string reason, DateTimeOffset now)
    {
        if (SuspendedAt is null)
        {
            (SuspendedAt, SuspendReason) = (now, reason);
            Record(new RightsEnded(Id, null, now));
        }
    }

    public void Reinstate() => (SuspendedAt, SuspendReason) = (null, null);
}
