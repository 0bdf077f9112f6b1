using System.Security.Cryptography;

namespace Telehealth.Audit;

/// <summary>A link of a chain: never changed, never deleted. The body says all; the other columns are copies of it to search by.</summary>
internal sealed class ChainedEntry
{
    public required int Chain { get; init; }

    /// <summary>From 1, without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>Canonical JSON. Bytes, because a database may change the spelling of text.</summary>
    public required byte[] Body { get; init; }

    public required byte[] Hash { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Action { get; init; }

    public required AuditOutcome Outcome { get; init; }

    public Guid? PatientId { get; init; }

    public Guid? ActorId { get; init; }

    public Guid? RoleId { get; init; }

    public Guid? InstitutionId { get; init; }

    public required string TargetKind { get; init; }

    public Guid? TargetId { get; init; }

    public static byte[] HashOf(ReadOnlySpan<byte> previousHash, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previousHash);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>Since 1970; an integer has one spelling.</summary>
    public static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

/// <summary>Where a chain ends. Whoever appends holds this row until the transaction ends.</summary>
internal sealed class AuditChain
{
    /// <summary>So many that readers of different patients rarely wait for each other, so few that a verifier holds them all.</summary>
    public const int Count = 32;

    public required int Chain { get; init; }

    public required long Sequence { get; init; }

    public required byte[] Hash { get; set; }
}
