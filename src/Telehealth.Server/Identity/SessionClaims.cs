namespace Telehealth.Identity;

internal static class Schemes
{
    public const string Staff = "staff";
    public const string Patient = "patient";
}

internal static class SessionClaims
{
    public const string Practitioner = "practitioner";
    public const string RoleId = "roleId";
    public const string Role = "role";
    public const string Institution = "institution";
    public const string Department = "department";
    public const string Stamp = "stamp";

    /// <summary>Which sign-in this is; connections opened with it end with it.</summary>
    public const string Session = "session";
    public const string Patient = "patient";
    public const string Consultation = "consultation";
}
