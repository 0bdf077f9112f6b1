using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

internal static class AccountRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        MapEntrance(app);
        MapSessions(app);
        MapOwn(app);

        var people = app.MapApi("/admin/practitioners/{id:guid}", "Accounts");
        people.MapGet("/sessions", ListSessionsOf.Handle).RequireAuthorization(Policies.Administrator);
        people.MapDelete("/sessions", EndSessionsOf.Handle).RequireAuthorization(Policies.Administrator);
        people.MapPost("/account", OpenAccount.Handle).RequireAuthorization(Policies.Administrator).NeedsStepUp(StepUpPurpose.Keys);
    }

    private static void MapEntrance(IEndpointRouteBuilder app)
    {
        var session = app.MapApi("/session", "Session");
        session.MapPost("/second-factor", SignInWithCode.Handle).AllowAnonymous().WithMetadata(new WorksWhileLocked())
            .RequireRateLimiting(RateLimits.SignIn);
        session.MapPost("/passkey/options", SignInWithPasskey.Options).AllowAnonymous().WithName("askForPasskey")
            .RequireRateLimiting(RateLimits.SignIn);
        session.MapPost("/passkey", SignInWithPasskey.Handle).AllowAnonymous().WithMetadata(new WorksWhileLocked())
            .RequireRateLimiting(RateLimits.SignIn);

        var enrolment = app.MapApi("/enrolment", "Accounts");
        enrolment.MapPost("", Enrol.Handle).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        enrolment.MapPost("/authenticator", Enrol.Offer).AllowAnonymous().WithName("offerFirstAuthenticator")
            .RequireRateLimiting(RateLimits.SignIn);
        enrolment.MapPost("/finish", Enrol.Finish).AllowAnonymous().WithName("finishEnrolment")
            .WithMetadata(new WorksWhileLocked()).RequireRateLimiting(RateLimits.SignIn);
    }

    private static void MapSessions(IEndpointRouteBuilder app)
    {
        var session = app.MapApi("/session", "Session");
        session.MapPost("/step-up/options", ShowIdentity.Options).RequireAuthorization(Policies.Staff).WithName("askWhoIsThere")
            .WithMetadata(new WorksWhileLocked());
        session.MapPost("/step-up", ShowIdentity.Handle).RequireAuthorization(Policies.Staff).RequireRateLimiting(RateLimits.SignIn);
        session.MapPost("/lock", LockSession.Handle).RequireAuthorization(Policies.Staff).WithMetadata(new WorksWhileLocked());
        session.MapPost("/unlock", LockSession.Unlock).RequireAuthorization(Policies.Staff).WithName("unlockSession")
            .WithMetadata(new WorksWhileLocked()).RequireRateLimiting(RateLimits.SignIn);

        var mine = app.MapApi("/sessions", "Session");
        mine.MapGet("", ListMySessions.Handle).RequireAuthorization(Policies.Staff);
        mine.MapDelete("", EndMyOtherSessions.Handle).RequireAuthorization(Policies.Staff);
        mine.MapDelete("/{id:guid}", EndMySession.Handle).RequireAuthorization(Policies.Staff);
    }

    private static void MapOwn(IEndpointRouteBuilder app)
    {
        var own = app.MapApi("/account", "Accounts");
        own.MapGet("", GetSecurity.Handle).RequireAuthorization(Policies.Staff);
        own.MapPut("/password", ChangePassword.Handle).RequireAuthorization(Policies.Staff).NeedsStepUp(StepUpPurpose.Keys);
        own.MapPost("/passkeys/options", AddPasskey.Options).RequireAuthorization(Policies.Staff).WithName("askForNewPasskey")
            .NeedsStepUp(StepUpPurpose.Keys);
        own.MapPost("/passkeys", AddPasskey.Handle).RequireAuthorization(Policies.Staff);
        own.MapDelete("/passkeys/{id}", RemovePasskey.Handle).RequireAuthorization(Policies.Staff).NeedsStepUp(StepUpPurpose.Keys);
        own.MapPost("/authenticator/options", ChangeAuthenticator.Options).RequireAuthorization(Policies.Staff).WithName("offerAuthenticator")
            .NeedsStepUp(StepUpPurpose.Keys);
        own.MapPost("/authenticator", ChangeAuthenticator.Handle).RequireAuthorization(Policies.Staff);
        own.MapPost("/recovery-codes", RenewRecoveryCodes.Handle).RequireAuthorization(Policies.Staff).NeedsStepUp(StepUpPurpose.Keys);
    }
}
