using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>The holder of a new account chooses a password, sets up the authenticator and is signed in.</summary>
internal static class Enrol
{
    private static readonly TimeSpan _authenticatorWithin = TimeSpan.FromMinutes(15);

    /// <param name="Link">What stands behind # in the link.</param>
    public sealed record Request(string Link, string Password);

    public sealed record EnrolmentTicket(string Ticket);

    public sealed record EnrolmentCode(string Ticket, string Code);

    /// <param name="Ticket">For the authenticator.</param>
    public sealed record Response(string UserName, string Ticket);

    public sealed record Enrolled(SessionView Session, IReadOnlyList<string> RecoveryCodes);

    public static async Task<Outcome<Response>> Handle(
        Request request, Challenges challenges, IPasswordHasher<Account> hasher, AuditTrail trail, TelehealthDb db,
        CancellationToken cancellation)
    {
        var link = await challenges.FindAsync(request.Link, ChallengeKind.EnrolmentLink, cancellation);
        if (link is not { AccountId: { } id })
        {
            return IdentityRefusals.TicketExpired;
        }

        var account = await db.Set<Account>().SingleAsync(account => account.Id == id, cancellation);
        if (PasswordRule.IsWeak(request.Password, account.UserName!))
        {
            return AccountRefusals.WeakPassword;
        }

        if (!await challenges.TryTakeAsync(link, cancellation))
        {
            return IdentityRefusals.TicketExpired;
        }

        account.PasswordHash = hasher.HashPassword(account, request.Password);
        var by = new AuditWho("staff", account.PractitionerId);
        trail.Add(new AuditEntry("choose-password", AuditOutcome.Done, new AuditWhat("account", id)) { By = by });
        return new Response(
            account.UserName!, await challenges.GiveAsync(ChallengeKind.Enrolment, _authenticatorWithin, cancellation, id));
    }

    public static async Task<Outcome<AuthenticatorSetup>> Offer(
        EnrolmentTicket request, Challenges challenges, AuthenticatorDesk desk, TelehealthDb db, CancellationToken cancellation)
    {
        if (await challenges.TakeAsync(request.Ticket, ChallengeKind.Enrolment, cancellation) is not { AccountId: { } id } challenge)
        {
            return IdentityRefusals.TicketExpired;
        }

        var account = await db.Set<Account>().SingleAsync(account => account.Id == id, cancellation);
        return await desk.OfferAsync(account, null, challenge.IsSharedComputer, cancellation);
    }

    public static async Task<Outcome<Enrolled>> Finish(
        EnrolmentCode request, AuthenticatorDesk desk, Entrance entrance, CancellationToken cancellation)
    {
        var confirmed = await desk.ConfirmAsync(request.Ticket, request.Code, null, cancellation);
        if (confirmed.Refusal is { } refusal)
        {
            return refusal;
        }

        var (account, codes, isShared) = confirmed.Value;
        var session = await entrance.OpenAsync(account, SignInMethod.Authenticator, isShared, cancellation);
        return session.Refusal is { } closed ? closed : new Enrolled(session.Value, codes);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Link).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Password).NotEmpty().MaximumLength(256);
        }
    }

    internal sealed class TicketValidator : AbstractValidator<EnrolmentTicket>
    {
        public TicketValidator() => RuleFor(request => request.Ticket).NotEmpty().MaximumLength(100);
    }

    internal sealed class CodeValidator : AbstractValidator<EnrolmentCode>
    {
        public CodeValidator()
        {
            RuleFor(request => request.Ticket).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Code).NotEmpty().MaximumLength(20);
        }
    }
}
