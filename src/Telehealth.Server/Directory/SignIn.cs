using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Directory;

internal static class SignIn
{
    /// <param name="IsSharedComputer">Others sit at this computer too: it locks sooner.</param>
    public sealed record Request(string UserName, string Password, bool IsSharedComputer = false);

    public static async Task<Outcome<SessionView>> Handle(
        Request request, Credentials credentials, StaffSessions sessions, LiveSessions live, TelehealthDb db,
        AuditTrail trail, CancellationToken cancellation)
    {
        var checkedAccount = await credentials.CheckAsync(request.UserName, request.Password, cancellation);
        if (checkedAccount.Refusal is { } refusal)
        {
            // Nothing that was typed: people type their password into the wrong field.
            var tried = new AuditWhat("account", await credentials.FindIdAsync(request.UserName));
            trail.Add(new AuditEntry("sign-in", AuditOutcome.Refused, tried, Code: refusal.Code));
            await trail.SaveAsync(CancellationToken.None);
            return refusal;
        }

        var account = checkedAccount.Value;
        var role = await db.Set<PractitionerRole>()
            .Where(role => role.PractitionerId == account.PractitionerId)
            .OrderBy(role => role.Id)
            .FirstOrDefaultAsync(cancellation);
        if (role is null)
        {
            return IdentityRefusals.WrongCredentials;
        }

        trail.Add(new AuditEntry("sign-in", AuditOutcome.Done, new AuditWhat("account", account.Id)) { By = AuditWho.Of(role.AsCurrent()) });
        var replaced = await sessions.SignInAsync(
            role.AsCurrent(), account, SignInMethod.Password, request.IsSharedComputer, cancellation);
        if (replaced is { } ended)
        {
            await live.EndAsync(ended, cancellation);
        }

        return await SessionView.ReadAsync(db, role.AsCurrent(), cancellation);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.UserName).NotEmpty().MaximumLength(64);
            RuleFor(request => request.Password).NotEmpty().MaximumLength(256);
        }
    }
}
