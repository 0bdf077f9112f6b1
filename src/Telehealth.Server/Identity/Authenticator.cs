using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telehealth.Identity;

/// <summary>The app on somebody's telephone that shows codes.</summary>
internal sealed class Authenticator
{
    public required Guid AccountId { get; init; }

    /// <summary>The shared secret, encrypted by the server's key.</summary>
    public required string Sealed { get; set; }

    /// <summary>Null until its first code was right.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The step of the last code that was taken: no code is taken twice, on whatever node.</summary>
    public long LastStep { get; set; }
}

/// <summary>For the day when the telephone is lost. Good once.</summary>
internal sealed class RecoveryCode
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset? UsedAt { get; init; }
}

internal sealed class AuthenticatorTable : IEntityTypeConfiguration<Authenticator>
{
    public void Configure(EntityTypeBuilder<Authenticator> builder)
    {
        builder.ToTable("Authenticators");
        builder.HasKey(authenticator => authenticator.AccountId);
        builder.HasOne<Account>().WithOne().HasForeignKey<Authenticator>(authenticator => authenticator.AccountId)
            .OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("RecoveryCodes");
        builder.Property(code => code.Hash).HasMaxLength(64);
        builder.HasIndex(code => new { code.AccountId, code.Hash }).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(code => code.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}
