using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Telehealth.Storage;

namespace Telehealth.Identity;

internal enum ChallengeKind
{
    /// <summary>The password was right; the second factor is asked for.</summary>
    SecondFactor,

    /// <summary>The person may set up the first authenticator of the account.</summary>
    Enrolment,

    /// <summary>The link with which an account's holder chooses a password.</summary>
    EnrolmentLink,

    /// <summary>A new authenticator shall show its first code.</summary>
    Authenticator,

    /// <summary>A passkey is being made.</summary>
    Attestation,

    /// <summary>A passkey is asked to sign.</summary>
    Assertion,
}

/// <summary>What the server asked and waits for: in the database, so that any node takes the answer, and once only.</summary>
internal sealed class Challenge
{
    /// <summary>Hash of the ticket that its holder was given; whoever reads the table can use none.</summary>
    public required string TicketHash { get; init; }

    public required ChallengeKind Kind { get; init; }

    public Guid? AccountId { get; init; }

    /// <summary>Given when only one session may answer.</summary>
    public Guid? SessionId { get; init; }

    public bool IsSharedComputer { get; init; }

    public string State { get; init; } = "";

    public required DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class ChallengeTable : IEntityTypeConfiguration<Challenge>
{
    public void Configure(EntityTypeBuilder<Challenge> builder)
    {
        builder.ToTable("Challenges");
        builder.HasKey(challenge => challenge.TicketHash);
        builder.Property(challenge => challenge.TicketHash).HasMaxLength(64);
        builder.HasOne<Account>().WithMany().HasForeignKey(challenge => challenge.AccountId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(challenge => challenge.ExpiresAt);
    }
}

/// <summary>Gives tickets and takes them back.</summary>
internal sealed class Challenges(TelehealthDb db, TimeProvider clock)
{
    private const int TicketBytes = 24;

    /// <summary>Adds the challenge; the caller's next save writes it. What ran out is cleared on the way.</summary>
    /// <returns>The ticket.</returns>
    public async Task<string> GiveAsync(
        ChallengeKind kind, TimeSpan lifetime, CancellationToken cancellation,
        Guid? accountId = null, Guid? sessionId = null, bool isSharedComputer = false, string state = "")
    {
        var now = clock.GetUtcNow();
        await db.Set<Challenge>().Where(challenge => challenge.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
        var ticket = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TicketBytes));
        db.Add(new Challenge
        {
            TicketHash = Hash(ticket),
            Kind = kind,
            AccountId = accountId,
            SessionId = sessionId,
            IsSharedComputer = isSharedComputer,
            State = state,
            ExpiresAt = now + lifetime,
        });
        await db.SaveChangesAsync(cancellation);
        return ticket;
    }

    /// <summary>Null when there is none of this kind, it ran out or was answered.</summary>
    public Task<Challenge?> FindAsync(string ticket, ChallengeKind kind, CancellationToken cancellation)
    {
        var (hash, now) = (Hash(ticket), clock.GetUtcNow());
        return db.Set<Challenge>().AsNoTracking().SingleOrDefaultAsync(
            challenge => challenge.TicketHash == hash && challenge.Kind == kind && challenge.ExpiresAt > now, cancellation);
    }

    /// <summary>As above, and of two that come with the same ticket only one gets it.</summary>
    public async Task<Challenge?> TakeAsync(string ticket, ChallengeKind kind, CancellationToken cancellation) =>
        await FindAsync(ticket, kind, cancellation) is { } found && await TryTakeAsync(found, cancellation) ? found : null;

    public async Task<bool> TryTakeAsync(Challenge challenge, CancellationToken cancellation) =>
        await db.Set<Challenge>().Where(one => one.TicketHash == challenge.TicketHash).ExecuteDeleteAsync(cancellation) == 1;

    private static string Hash(string ticket) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)));
}
