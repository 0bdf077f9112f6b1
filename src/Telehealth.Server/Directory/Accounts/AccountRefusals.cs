namespace Telehealth.Directory.Accounts;

internal static class AccountRefusals
{
    /// <summary>The same for one that ended, one that never was and somebody else's.</summary>
    public static readonly Refusal SessionNotFound = new(RefusalKind.NotFound, "session.not_found");

    /// <summary>The same for who does not exist and who works elsewhere.</summary>
    public static readonly Refusal PractitionerNotFound = new(RefusalKind.NotFound, "account.practitioner_not_found");

    public static readonly Refusal PasskeyNotFound = new(RefusalKind.NotFound, "account.passkey_not_found");

    /// <summary>Without it nobody could sign in any more.</summary>
    public static readonly Refusal LastFactor = new(RefusalKind.Conflict, "account.last_factor");

    public static readonly Refusal NoAuthenticator = new(RefusalKind.Conflict, "account.no_authenticator");
    public static readonly Refusal WeakPassword = new(RefusalKind.Invalid, "account.weak_password");
    public static readonly Refusal NameTaken = new(RefusalKind.Conflict, "account.name_taken");

    /// <summary>Demo accounts share one password, which tests and screenshots rely on.</summary>
    public static readonly Refusal DemoAccount = new(RefusalKind.Conflict, "account.demo");
}
