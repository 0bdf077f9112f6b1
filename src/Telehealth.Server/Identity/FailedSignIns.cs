using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telehealth.Storage;

namespace Telehealth.Identity;

/// <summary>How often a user name was tried wrongly of late.</summary>
internal sealed class FailedSignIn
{
    /// <summary>Hash of the name, because people type their password into the wrong field.</summary>
    public required string NameHash { get; init; }

    public required int Count { get; set; }

    public required DateTimeOffset LastAt { get; set; }
}

internal sealed class FailedSignInTable : IEntityTypeConfiguration<FailedSignIn>
{
    public void Configure(EntityTypeBuilder<FailedSignIn> builder)
    {
        builder.ToTable("FailedSignIns");
        builder.HasKey(failed => failed.NameHash);
        builder.Property(failed => failed.NameHash).HasMaxLength(64);
    }
}

/// <summary>
/// Locks a name out after five failures. Counted by name and not on the account, so that names without
/// an account are locked in the same way and nobody learns which names exist.
/// </summary>
internal sealed class FailedSignIns(TelehealthDb db, TimeProvider clock)
{
    private const int AllowedFailures = 5;
    private const int Attempts = 3;
    private static readonly TimeSpan _lockOut = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Counts the try before the password is looked at, so that tries sent side by side are counted too; false when none is left.
    /// Whoever signs in is forgotten.
    /// </summary>
    public async Task<bool> TryCountAsync(string userName, CancellationToken cancellation)
    {
        var (hash, now) = (Hash(userName), clock.GetUtcNow());
        await db.Set<FailedSignIn>().Where(failed => failed.LastAt <= now - _lockOut).ExecuteDeleteAsync(cancellation);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await IncrementAsync(hash, now, cancellation) > 0)
            {
                return true;
            }

            if (await db.Set<FailedSignIn>().AnyAsync(failed => failed.NameHash == hash && failed.Count >= AllowedFailures, cancellation))
            {
                return false;
            }

            var first = db.Add(new FailedSignIn { NameHash = hash, Count = 1, LastAt = now });
            try
            {
                await db.SaveChangesAsync(cancellation);
                return true;
            }
            catch (DbUpdateException)
            {
                // Another try with the same name came first; when that one signs in, it is forgotten at once.
                first.State = EntityState.Detached;
            }
        }

        return false;
    }

    public Task ForgetAsync(string userName, CancellationToken cancellation)
    {
        var hash = Hash(userName);
        return db.Set<FailedSignIn>().Where(failed => failed.NameHash == hash).ExecuteDeleteAsync(cancellation);
    }

    private Task<int> IncrementAsync(string hash, DateTimeOffset now, CancellationToken cancellation) =>
        db.Set<FailedSignIn>().Where(failed => failed.NameHash == hash && failed.Count < AllowedFailures).ExecuteUpdateAsync(
            set => set.SetProperty(failed => failed.Count, failed => failed.Count + 1)
                .SetProperty(failed => failed.LastAt, now),
            cancellation);

    private static string Hash(string userName) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(userName.ToUpperInvariant())));
}
