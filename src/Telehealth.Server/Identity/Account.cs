using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telehealth.Identity;

/// <summary>Whether a password alone opens a session.</summary>
public enum SecondFactor
{
    Required,

    /// <summary>Demo accounts in Development only; the server refuses to start on them elsewhere.</summary>
    Exempt,
}

/// <summary>What a practitioner signs in with.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public required Guid PractitionerId { get; init; }

    public SecondFactor SecondFactor { get; init; }

    /// <summary>Nobody signs in with it any more, and what it had open has ended.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("Accounts");
        builder.Property(account => account.UserName).HasMaxLength(64);
        builder.Property(account => account.NormalizedUserName).HasMaxLength(64);
        builder.HasIndex(account => account.NormalizedUserName).IsUnique();
        builder.HasIndex(account => account.PractitionerId);
        builder.Property(account => account.ConcurrencyStamp).IsConcurrencyToken();
        builder.Property(account => account.SecondFactor).HasDefaultValue(SecondFactor.Required);
    }
}
