using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Consultations.Invitations;

/// <summary>The key under which short codes are hashed, itself encrypted: eight digits under a plain hash could be tried out in seconds.</summary>
internal sealed class InvitationKey
{
    public const int OnlyId = 1;

    public required int Id { get; init; }

    public required string Protected { get; init; }
}

/// <summary>Makes links' secrets and short codes, and the hashes by which they are found again.</summary>
internal sealed class InvitationSecrets(IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    private const int SecretBytes = 24;
    private const int CodeLimit = 100_000_000;

    private byte[]? _key;

    /// <summary>192 random bits.</summary>
    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    public static string NewCode() =>
        RandomNumberGenerator.GetInt32(CodeLimit).ToString("D8", CultureInfo.InvariantCulture);

    public static string HashSecret(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Spaces and hyphens are for the ear; null when the rest is not eight digits.</summary>
    public async Task<string?> HashCodeAsync(string code, CancellationToken cancellation)
    {
        var digits = code.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter) && letter != '-').ToArray();
        return digits.Length == 8 && digits.All(char.IsAsciiDigit)
            ? Convert.ToHexString(HMACSHA256.HashData(await KeyAsync(cancellation), Encoding.ASCII.GetBytes(digits)))
            : null;
    }

    /// <summary>Two first callers both read the same row, which does no harm.</summary>
    private async Task<byte[]> KeyAsync(CancellationToken cancellation) => _key ??= await LoadAsync(cancellation);

    private async Task<byte[]> LoadAsync(CancellationToken cancellation)
    {
        var protector = protection.CreateProtector("Telehealth.Invitations");
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        if (await FindAsync(db, cancellation) is not { } row)
        {
            db.Add(new InvitationKey
            {
                Id = InvitationKey.OnlyId,
                Protected = protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            });
            try
            {
                await db.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException)
            {
                // Another node was first; its key counts.
                db.ChangeTracker.Clear();
            }

            row = (await FindAsync(db, cancellation))!;
        }

        return Convert.FromBase64String(protector.Unprotect(row.Protected));
    }

    private static Task<InvitationKey?> FindAsync(TelehealthDb db, CancellationToken cancellation) =>
        db.Set<InvitationKey>().AsNoTracking().SingleOrDefaultAsync(key => key.Id == InvitationKey.OnlyId, cancellation);
}
