namespace Telehealth.Directory.Accounts;

internal static class AccountRefusals
{
    /// <summary>The same for one that ended, one that never was and somebody else's.</summary>
    public static readonly Refusal SessionNotFound = new(RefusalKind.NotFound, "session.not_found");

    /// <summary>The same for who does not exist and who works elsewhere.</summary>
    public static readonly Refusal PractitionerNotFound = new(RefusalKind.NotFound, "account.practitioner_not_found");
}
