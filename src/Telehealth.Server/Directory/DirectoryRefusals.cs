namespace Telehealth.Directory;

internal static class DirectoryRefusals
{
    public static readonly Refusal UnknownRole = new(RefusalKind.NotFound, "session.unknown_role");

    /// <summary>Right credentials, but nothing to work as: ended, suspended, or without the consent of the institution of registration.</summary>
    public static readonly Refusal RoleEnded = new(RefusalKind.Forbidden, "access.role_ended");

    /// <summary>The two institutions share no rule and no agreement for it.</summary>
    public static readonly Refusal NotAgreed = new(RefusalKind.Forbidden, "access.not_agreed");

    public static readonly Refusal LicenceMissing = new(RefusalKind.Forbidden, "licence.missing");

    public static readonly Refusal LicenceTooYoung = new(
        RefusalKind.Forbidden, "licence.too_young", new Dictionary<string, object?> { ["years"] = Licence.YearsNeeded });

    public static readonly Refusal LicenceOutOfScope = new(RefusalKind.Forbidden, "licence.out_of_scope");

    /// <summary>The same for a patient who does not exist and one who is not ours to see.</summary>
    public static readonly Refusal PatientNotFound = new(RefusalKind.NotFound, "patient.not_found");
}
