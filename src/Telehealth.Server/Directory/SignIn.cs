using FluentValidation;
using Telehealth.Directory.Accounts;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory;

internal static class SignIn
{
    /// <summary>Until then the second factor, or the first one's setting up, has to come.</summary>
    private static readonly TimeSpan _secondFactorWithin = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan _enrolWithin = TimeSpan.FromMinutes(15);

    /// <param name="IsSharedComputer">Others sit at this computer too: it locks sooner.</param>
    public sealed record Request(string UserName, string Password, bool IsSharedComputer = false);

    public static async Task<Outcome<SessionView>> Handle(
        Request request, Credentials credentials, Authenticators authenticators, Passkeys passkeys, Challenges challenges,
        Entrance entrance, CancellationToken cancellation)
    {
        var checkedAccount = await credentials.CheckAsync(request.UserName, request.Password, cancellation);
        if (checkedAccount.Refusal is { } refusal)
        {
            // Nothing that was typed: people type their password into the wrong field.
            return await entrance.RefuseAsync(await credentials.FindIdAsync(request.UserName), refusal);
        }

        var account = checkedAccount.Value;
        if (account.SecondFactor == SecondFactor.Exempt)
        {
            return await entrance.OpenAsync(account, SignInMethod.Password, request.IsSharedComputer, cancellation);
        }

        var hasFactor = await authenticators.HasAsync(account.Id, cancellation) || (await passkeys.OfAsync(account)).Count > 0;
        var ticket = await challenges.GiveAsync(
            hasFactor ? ChallengeKind.SecondFactor : ChallengeKind.Enrolment, hasFactor ? _secondFactorWithin : _enrolWithin,
            cancellation, account.Id, isSharedComputer: request.IsSharedComputer);
        return hasFactor ? IdentityRefusals.SecondFactorRequired(ticket) : IdentityRefusals.EnrolmentRequired(ticket);
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
