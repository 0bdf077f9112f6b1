using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Telehealth.Identity;

public enum SignInMethod
{
    /// <summary>The password alone: demo accounts in Development.</summary>
    Password,
    Passkey,
    Authenticator,
    RecoveryCode,
}

public enum SessionEnding
{
    SignedOut,

    /// <summary>The same browser signed in again.</summary>
    Replaced,

    /// <summary>Its holder goes on in another role, in a session of its own.</summary>
    SwitchedRole,

    /// <summary>Ended from another of the holder's own sessions.</summary>
    ByOwner,
    ByAdministrator,
    RoleEnded,

    /// <summary>A password or another factor was changed elsewhere.</summary>
    FactorsChanged,
}

/// <summary>One sign-in of one browser, in one role. The cookie only names it: what the row says holds at once.</summary>
internal sealed class StaffSession
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid PractitionerId { get; init; }

    public required Guid RoleId { get; init; }

    public required SignInMethod Method { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To the minute.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public SessionEnding? EndReason { get; private set; }

    public DateTimeOffset? LockedAt { get; set; }

    public bool IsSharedComputer { get; init; }

    public required string Address { get; init; }

    /// <summary>Browser and system in a few words, so that its holder knows it again.</summary>
    public required string Device { get; init; }

    public bool IsOpenAt(DateTimeOffset now) => EndedAt is null && ExpiresAt > now;

    public void End(SessionEnding reason, DateTimeOffset now)
    {
        if (IsOpenAt(now))
        {
            (EndedAt, EndReason) = (now, reason);
        }
    }
}

internal sealed class StaffSessionTable : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("Sessions");
        builder.Property(session => session.Address).HasMaxLength(45);
        builder.Property(session => session.Device).HasMaxLength(60);
        builder.HasOne<Account>().WithMany().HasForeignKey(session => session.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => new { session.AccountId, session.EndedAt });
        builder.HasIndex(session => new { session.RoleId, session.EndedAt });
    }
}
