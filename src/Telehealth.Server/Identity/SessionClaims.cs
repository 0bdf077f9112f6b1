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

    /// <summary>Which sign-in this is; connections opened with it end with it.</summary>
    public const string Session = "session";
    public const string Patient = "patient";
    public const string Consultation = "consultation";

    /// <summary>How a session is written in claims and told between nodes.</summary>
    public static string Name(Guid sessionId) => sessionId.ToString("N");
}
