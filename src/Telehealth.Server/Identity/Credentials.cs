using Microsoft.AspNetCore.Identity;
using Telehealth.Http;

namespace Telehealth.Identity;

/// <summary>Checks a user name and password so that wrong names and wrong passwords look and last alike.</summary>
internal sealed class Credentials(UserManager<Account> accounts, FailedSignIns failures, IPasswordHasher<Account> hasher)
{
    private static readonly Account _nobody = new() { PractitionerId = Guid.Empty };
    private static string? _nobodysHash;

    public async Task<Outcome<Account>> CheckAsync(string userName, string password, CancellationToken cancellation)
    {
        if (!await failures.TryCountAsync(userName, cancellation))
        {
            return IdentityRefusals.LockedOut;
        }

        var account = await accounts.FindByNameAsync(userName);
        if (account is { DisabledAt: null } && await accounts.CheckPasswordAsync(account, password))
        {
            await failures.ForgetAsync(userName, cancellation);
            return account;
        }

        if (account is not { DisabledAt: null, PasswordHash: not null })
        {
            _nobodysHash ??= hasher.HashPassword(_nobody, Guid.CreateVersion7().ToString());
            hasher.VerifyHashedPassword(_nobody, _nobodysHash, password);
        }

        return IdentityRefusals.WrongCredentials;
    }

    /// <summary>Whose name that is, for the audit; null when it is nobody's.</summary>
    public async Task<Guid?> FindIdAsync(string userName) => (await accounts.FindByNameAsync(userName))?.Id;
}
