using FluentValidation;
using Telehealth.Audit;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

internal static class AddPasskey
{
    /// <param name="Name">How its owner tells it from others ("telephone").</param>
    public sealed record Request(string Ticket, string Credential, string Name);

    public static async Task<Outcome<PasskeyQuestion>> Options(
        CurrentStaff staff, Proofs proofs, Passkeys passkeys, CancellationToken cancellation) =>
        await passkeys.AskForNewAsync(await proofs.AccountOfAsync(staff, cancellation), staff.SessionId, cancellation);

    public static async Task<Outcome> Handle(
        Request request, CurrentStaff staff, Proofs proofs, Passkeys passkeys, AuditTrail trail,
        CancellationToken cancellation)
    {
        var account = await proofs.AccountOfAsync(staff, cancellation);
        return await passkeys.AddAsync(
            account, staff.SessionId, request.Ticket, request.Credential, request.Name.Trim(),
            () => trail.Add(new AuditEntry("add-passkey", AuditOutcome.Done, new AuditWhat("account", account.Id))), cancellation);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Ticket).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Credential).NotEmpty().MaximumLength(16_384);
            RuleFor(request => request.Name).NotEmpty().MaximumLength(40);
        }
    }
}
