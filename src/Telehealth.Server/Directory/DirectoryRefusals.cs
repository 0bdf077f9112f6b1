namespace Telehealth.Directory;

internal static class DirectoryRefusals
{
    public static readonly Refusal UnknownRole = new(RefusalKind.NotFound, "session.unknown_role");

    /// <summary>The same for a patient who does not exist and one who is not ours to see.</summary>
    public static readonly Refusal PatientNotFound = new(RefusalKind.NotFound, "patient.not_found");
}
