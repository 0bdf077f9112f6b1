namespace Telehealth.Identity;

internal static class IdentityRefusals
{
    public static readonly Refusal SignInRequired = new(RefusalKind.SignInRequired, "session.sign_in_required");
    public static readonly Refusal Forbidden = new(RefusalKind.Forbidden, "session.forbidden");
    public static readonly Refusal WrongCredentials = new(RefusalKind.SignInRequired, "session.wrong_credentials");
    public static readonly Refusal OtherConsultation = new(RefusalKind.Conflict, "session.other_consultation");
    public static readonly Refusal LockedOut = new(RefusalKind.TooMany, "session.locked_out");
}
