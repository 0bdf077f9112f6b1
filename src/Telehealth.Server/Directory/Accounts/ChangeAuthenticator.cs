using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Sets up another authenticator in the place of the one before, or the first one beside a passkey.</summary>
internal static class ChangeAuthenticator
{
    public sealed record Request(string Ticket, string Code);

    public static async Task<Outcome<AuthenticatorSetup>> Options(
        CurrentStaff staff, Proofs proofs, AuthenticatorDesk desk, CancellationToken cancellation) =>
        await desk.OfferAsync(await proofs.AccountOfAsync(staff, cancellation), staff.SessionId, false, cancellation);

    public static async Task<Outcome<RecoveryCodes>> Handle(
        Request request, CurrentStaff staff, AuthenticatorDesk desk, OpenSessions sessions, TelehealthDb db,
        CancellationToken cancellation)
    {
        var confirmed = await desk.ConfirmAsync(request.Ticket, request.Code, staff.SessionId, cancellation);
        if (confirmed.Refusal is { } refusal)
        {
            return refusal;
        }

        var (account, codes, _) = confirmed.Value;
        await sessions.EndAsync(
            db.Set<StaffSession>().Where(session => session.AccountId == account.Id && session.Id != staff.SessionId),
            SessionEnding.FactorsChanged,
            cancellation);
        return new RecoveryCodes(codes);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Ticket).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Code).NotEmpty().MaximumLength(20);
        }
    }
}
