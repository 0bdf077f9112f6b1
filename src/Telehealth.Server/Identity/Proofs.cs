using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Identity;

/// <summary>With what somebody shows once more who they are: a passkey's answer with its ticket, a code, or the password.</summary>
/// <param name="Password">Taken of demo accounts only.</param>
public sealed record Proof(string? Ticket = null, string? Credential = null, string? Code = null, string? Password = null);

/// <summary>With what the holder of a session can show who they are; a passkey is asked at once.</summary>
public sealed record ProofMethods(bool Code, bool Password, PasskeyQuestion? Passkey);

/// <summary>Asks who sits there once more, in a session that is open.</summary>
internal sealed class Proofs(TelehealthDb db, Credentials credentials, Authenticators authenticators, Passkeys passkeys)
{
    public Task<Account> AccountOfAsync(CurrentStaff staff, CancellationToken cancellation) => (
        from session in db.Set<StaffSession>()
        where session.Id == staff.SessionId
        join account in db.Set<Account>() on session.AccountId equals account.Id
        select account).SingleAsync(cancellation);

    public async Task<ProofMethods> MethodsAsync(CurrentStaff staff, CancellationToken cancellation)
    {
        var account = await AccountOfAsync(staff, cancellation);
        var question = (await passkeys.OfAsync(account)).Count > 0
            ? await passkeys.AskAsync(account, staff.SessionId, cancellation)
            : null;
        return new ProofMethods(
            await authenticators.HasAsync(account.Id, cancellation),
            account.SecondFactor == SecondFactor.Exempt,
            question is { Refusal: null } ? question.Value : null);
    }

    public async Task<Outcome<SignInMethod>> CheckAsync(CurrentStaff staff, Proof proof, CancellationToken cancellation)
    {
        var account = await AccountOfAsync(staff, cancellation);
        if (proof is { Ticket: { } ticket, Credential: { } credential })
        {
            return (await passkeys.CheckAsync(ticket, credential, staff.SessionId, cancellation)).Refusal is { } refused
                ? refused
                : SignInMethod.Passkey;
        }

        if (proof.Code is { } code)
        {
            return await authenticators.CheckAsync(account.Id, code, cancellation) is { } refused ? refused : SignInMethod.Authenticator;
        }

        if (proof.Password is { } password && account.SecondFactor == SecondFactor.Exempt)
        {
            return (await credentials.CheckAsync(account.UserName!, password, cancellation)).Refusal is { } refused
                ? refused
                : SignInMethod.Password;
        }

        return IdentityRefusals.WrongCode;
    }
}
