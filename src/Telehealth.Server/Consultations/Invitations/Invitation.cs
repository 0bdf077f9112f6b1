using System.Security.Cryptography;
using System.Text;
using Telehealth.Storage;

namespace Telehealth.Consultations.Invitations;

public enum InvitationStatus
{
    Open,
    Confirmed,
    Expired,
    Locked,
}

/// <summary>Lets one patient into one consultation, once: by a link, or by a code read aloud. Only hashes of both are kept.</summary>
internal sealed class Invitation : Aggregate
{
    public const int MaxAttempts = 5;

    /// <summary>As text; 128 random bits fit.</summary>
    public const int ShortestNonce = 20;
    public const int LongestNonce = 100;

    public static readonly TimeSpan LinkLifetime = TimeSpan.FromHours(48);

    /// <summary>Eight digits can be guessed in the long run, so a code lives for a telephone call, not for days.</summary>
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromHours(2);

    /// <summary>How long the browser that confirmed may ask again, when the answer with its cookie was lost on the way.</summary>
    public static readonly TimeSpan RepeatWithin = TimeSpan.FromMinutes(15);

    public required Guid Id { get; init; }

    public required Guid ConsultationId { get; init; }

    public required string SecretHash { get; init; }

    public required string CodeHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public int Attempts { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    /// <summary>Hash of the number that the confirming browser drew.</summary>
    public string? ConfirmNonceHash { get; private set; }

    /// <summary>A newer invitation took its place.</summary>
    public DateTimeOffset? ReplacedAt { get; private set; }

    public InvitationStatus StatusAt(DateTimeOffset now) =>
        ConfirmedAt is not null ? InvitationStatus.Confirmed
        : ReplacedAt is not null || now >= ExpiresAt ? InvitationStatus.Expired
        : Attempts >= MaxAttempts ? InvitationStatus.Locked
        : InvitationStatus.Open;

    /// <summary>Whether the browser that confirmed asks again.</summary>
    public bool IsRepeat(string? nonce, DateTimeOffset now) =>
        nonce is not null && ConfirmNonceHash is { } hash && ReplacedAt is null && now < ConfirmedAt + RepeatWithin
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(InvitationSecrets.HashSecret(nonce)));

    public bool IsCodeExpired(DateTimeOffset now) => now >= CreatedAt + CodeLifetime;

    public Refusal? CheckOpen(DateTimeOffset now) => StatusAt(now) switch
    {
        InvitationStatus.Open => null,
        InvitationStatus.Confirmed => ConsultationRefusals.InvitationUsed,
        InvitationStatus.Locked => ConsultationRefusals.InvitationLocked,
        _ => ConsultationRefusals.InvitationExpired,
    };

    public void Replace(DateTimeOffset now) => ReplacedAt = now;

    /// <summary>Shows the patient's arrival to whoever invited.</summary>
    public void RecordConfirmed() => Record(new ConsultationChanged(ConsultationId));
}
