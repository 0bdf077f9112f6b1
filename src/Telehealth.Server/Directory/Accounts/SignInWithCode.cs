using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

internal static class SignInWithCode
{
    /// <param name="Ticket">From the answer to the right password.</param>
    /// <param name="Code">Of the authenticator; without it the recovery code counts.</param>
    public sealed record Request(string Ticket, string? Code = null, string? RecoveryCode = null);

    public static async Task<Outcome<SessionView>> Handle(
        Request request, Challenges challenges, Authenticators authenticators, Entrance entrance, TelehealthDb db,
        CancellationToken cancellation)
    {
        if (await challenges.FindAsync(request.Ticket, ChallengeKind.SecondFactor, cancellation) is not { AccountId: { } id } challenge)
        {
            return IdentityRefusals.TicketExpired;
        }

        var isCode = request.Code is not null;
        var refusal = isCode
            ? await authenticators.CheckAsync(id, request.Code!, cancellation)
            : await authenticators.RecoverAsync(id, request.RecoveryCode!, cancellation);
        if (refusal is not null)
        {
            return await entrance.RefuseAsync(id, refusal);
        }

        if (!await challenges.TryTakeAsync(challenge, cancellation)
            || await db.Set<Account>().FindAsync([id], cancellation) is not { DisabledAt: null } account)
        {
            return IdentityRefusals.TicketExpired;
        }

        return await entrance.OpenAsync(
            account, isCode ? SignInMethod.Authenticator : SignInMethod.RecoveryCode, challenge.IsSharedComputer, cancellation);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Ticket).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Code).MaximumLength(20).NotEmpty().When(request => request.RecoveryCode is null);
            RuleFor(request => request.RecoveryCode).MaximumLength(40);
        }
    }
}
