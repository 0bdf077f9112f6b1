namespace Telehealth.Identity;

internal static class IdentityRefusals
{
    public static readonly Refusal SignInRequired = new(RefusalKind.SignInRequired, "session.sign_in_required");
    public static readonly Refusal Forbidden = new(RefusalKind.Forbidden, "session.forbidden");
    public static readonly Refusal WrongCredentials = new(RefusalKind.SignInRequired, "session.wrong_credentials");
    public static readonly Refusal OtherConsultation = new(RefusalKind.Conflict, "session.other_consultation");
    public static readonly Refusal LockedOut = new(RefusalKind.TooMany, "session.locked_out");

    /// <summary>Its holder went away; everything but unlocking and signing out waits.</summary>
    public static readonly Refusal Locked = new(RefusalKind.Forbidden, "session.locked");

    /// <summary>The same for a wrong code, one that was used and an account without authenticator.</summary>
    public static readonly Refusal WrongCode = new(RefusalKind.Invalid, "session.wrong_code");

    public static readonly Refusal TicketExpired = new(RefusalKind.Gone, "session.ticket_expired");
    public static readonly Refusal PasskeyRefused = new(RefusalKind.Invalid, "session.passkey_refused");

    /// <summary>Outside Development passkeys need Web:PublicOrigin.</summary>
    public static readonly Refusal PasskeysOff = new(RefusalKind.Conflict, "session.passkeys_off");

    public static Refusal StepUpRequired(StepUpPurpose purpose) => new(
        RefusalKind.Forbidden,
        "access.step_up_required",
        new Dictionary<string, object?> { ["purpose"] = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(purpose.ToString()) });

    /// <summary>The password was right, and this answer is given to nobody else.</summary>
    public static Refusal SecondFactorRequired(string ticket) => WithTicket("session.second_factor_required", ticket);

    /// <summary>As above, for an account that has no second factor yet.</summary>
    public static Refusal EnrolmentRequired(string ticket) => WithTicket("session.enrolment_required", ticket);

    private static Refusal WithTicket(string code, string ticket) =>
        new(RefusalKind.SignInRequired, code, new Dictionary<string, object?> { ["ticket"] = ticket });
}
