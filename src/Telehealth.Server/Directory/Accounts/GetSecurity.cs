using System.Buffers.Text;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

public sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>With what the signed-in person can sign in.</summary>
/// <param name="NeedsSecondFactor">False for demo accounts: their password is enough.</param>
public sealed record SecurityView(
    string UserName, bool NeedsSecondFactor, bool HasAuthenticator, int RecoveryCodesLeft, IReadOnlyList<PasskeyView> Passkeys);

internal static class GetSecurity
{
    public static async Task<Outcome<SecurityView>> Handle(
        CurrentStaff staff, Proofs proofs, Passkeys passkeys, Authenticators authenticators, CancellationToken cancellation)
    {
        var account = await proofs.AccountOfAsync(staff, cancellation);
        var keys = await passkeys.OfAsync(account);
        return new SecurityView(
            account.UserName!,
            account.SecondFactor == SecondFactor.Required,
            await authenticators.HasAsync(account.Id, cancellation),
            await authenticators.CountRecoveryCodesAsync(account.Id, cancellation),
            [.. keys.Select(key => new PasskeyView(Base64Url.EncodeToString(key.CredentialId), key.Name ?? "", key.CreatedAt))]);
    }
}
