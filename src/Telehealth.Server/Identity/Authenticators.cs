using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Identity;

/// <summary>Sets up authenticators and checks their codes and the recovery codes.</summary>
internal sealed class Authenticators(
    TelehealthDb db, FailedSignIns failures, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int RecoveryCodes = 10;

    /// <summary>Four groups of four, 79 bits: too many to try out even for who has the hashes. No letter looks like another.</summary>
    private const int RecoveryLetters = 16;
    private const string RecoveryAlphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    private readonly IDataProtector _sealing = protection.CreateProtector("Telehealth.Authenticators");

    public Task<bool> HasAsync(Guid accountId, CancellationToken cancellation) =>
        db.Set<Authenticator>().AnyAsync(one => one.AccountId == accountId && one.ConfirmedAt != null, cancellation);

    public Task<int> CountRecoveryCodesAsync(Guid accountId, CancellationToken cancellation) =>
        db.Set<RecoveryCode>().CountAsync(code => code.AccountId == accountId && code.UsedAt == null, cancellation);

    /// <summary>Makes a secret that counts once a code of it was right. The one in use stays in use until then.</summary>
    public (byte[] Secret, string Sealed) NewSecret()
    {
        var secret = RandomNumberGenerator.GetBytes(TotpCode.SecretBytes);
        return (secret, Convert.ToBase64String(_sealing.Protect(secret)));
    }

    /// <summary>Puts the secret in the place of the one before when the code is of it; the caller saves.</summary>
    public async Task<Refusal?> ConfirmAsync(Guid accountId, string sealedSecret, string code, CancellationToken cancellation)
    {
        if (!await failures.TryCountAsync(CodeOf(accountId), cancellation))
        {
            return IdentityRefusals.LockedOut;
        }

        var now = clock.GetUtcNow();
        if (TotpCode.FindStep(Unseal(sealedSecret), code, now) is not { } step)
        {
            return IdentityRefusals.WrongCode;
        }

        await failures.ForgetAsync(CodeOf(accountId), cancellation);
        var known = await db.Set<Authenticator>().SingleOrDefaultAsync(one => one.AccountId == accountId, cancellation);
        if (known is null)
        {
            db.Add(new Authenticator { AccountId = accountId, Sealed = sealedSecret, ConfirmedAt = now, LastStep = step });
        }
        else
        {
            (known.Sealed, known.ConfirmedAt, known.LastStep) = (sealedSecret, now, step);
        }

        return null;
    }

    /// <summary>Takes a code of the account's authenticator. Wrong ones are counted, and a right one is taken once.</summary>
    public async Task<Refusal?> CheckAsync(Guid accountId, string code, CancellationToken cancellation)
    {
        if (!await failures.TryCountAsync(CodeOf(accountId), cancellation))
        {
            return IdentityRefusals.LockedOut;
        }

        var known = await db.Set<Authenticator>().AsNoTracking()
            .SingleOrDefaultAsync(one => one.AccountId == accountId && one.ConfirmedAt != null, cancellation);
        if (known is null || TotpCode.FindStep(Unseal(known.Sealed), code, clock.GetUtcNow()) is not { } step)
        {
            return IdentityRefusals.WrongCode;
        }

        var taken = await db.Set<Authenticator>()
            .Where(one => one.AccountId == accountId && one.Sealed == known.Sealed && one.LastStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.LastStep, step), cancellation);
        if (taken == 0)
        {
            return IdentityRefusals.WrongCode;
        }

        await failures.ForgetAsync(CodeOf(accountId), cancellation);
        return null;
    }

    /// <summary>Takes a recovery code; each is good once.</summary>
    public async Task<Refusal?> RecoverAsync(Guid accountId, string code, CancellationToken cancellation)
    {
        if (!await failures.TryCountAsync(CodeOf(accountId), cancellation))
        {
            return IdentityRefusals.LockedOut;
        }

        var (hash, now) = (HashOf(accountId, code), clock.GetUtcNow());
        var taken = await db.Set<RecoveryCode>()
            .Where(one => one.AccountId == accountId && one.Hash == hash && one.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.UsedAt, now), cancellation);
        if (taken == 0)
        {
            return IdentityRefusals.WrongCode;
        }

        await failures.ForgetAsync(CodeOf(accountId), cancellation);
        return null;
    }

    /// <summary>New codes; those before are worth nothing from the caller's save on.</summary>
    public async Task<string[]> RenewRecoveryCodesAsync(Guid accountId, CancellationToken cancellation)
    {
        db.RemoveRange(await db.Set<RecoveryCode>().Where(code => code.AccountId == accountId).ToListAsync(cancellation));
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => NewRecoveryCode()).ToArray();
        db.AddRange(codes.Select(code => new RecoveryCode
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            AccountId = accountId,
            Hash = HashOf(accountId, code),
        }));
        return codes;
    }

    /// <summary>Counted apart from the password, so that a stranger who fails at one does not use up the other.</summary>
    private static string CodeOf(Guid accountId) => $"code:{accountId}";

    private static string NewRecoveryCode() =>
        string.Join('-', RandomNumberGenerator.GetString(RecoveryAlphabet, RecoveryLetters).Chunk(4).Select(group => new string(group)));

    private static string HashOf(Guid accountId, string code)
    {
        var typed = new string([.. code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId:N}:{typed}")));
    }

    private byte[] Unseal(string sealedSecret) => _sealing.Unprotect(Convert.FromBase64String(sealedSecret));
}
