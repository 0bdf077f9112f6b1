using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telehealth.Identity;

/// <summary>What a practitioner signs in with.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public required Guid PractitionerId { get; init; }
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
    }
}
