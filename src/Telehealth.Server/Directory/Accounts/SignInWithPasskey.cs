using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

internal static class SignInWithPasskey
{
    public sealed record Request(string Ticket, string Credential, bool IsSharedComputer = false);

    public static Task<Outcome<PasskeyQuestion>> Options(Passkeys passkeys, CancellationToken cancellation) =>
        passkeys.AskAsync(null, null, cancellation);

    public static async Task<Outcome<SessionView>> Handle(
        Request request, Passkeys passkeys, Entrance entrance, CancellationToken cancellation)
    {
        var signed = await passkeys.CheckAsync(request.Ticket, request.Credential, null, cancellation);
        return signed.Refusal is { } refusal
            ? await entrance.RefuseAsync(null, refusal)
            : await entrance.OpenAsync(signed.Value, SignInMethod.Passkey, request.IsSharedComputer, cancellation);
    }

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Ticket).NotEmpty().MaximumLength(100);
            RuleFor(request => request.Credential).NotEmpty().MaximumLength(16_384);
        }
    }
}
