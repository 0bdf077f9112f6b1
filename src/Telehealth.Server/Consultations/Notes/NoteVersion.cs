using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Telehealth.Directory;

namespace Telehealth.Consultations.Notes;

/// <summary>A signed note. Rows are only added: an amendment is the next version, so what was signed can always be shown.</summary>
internal sealed class NoteVersion
{
    private static readonly JsonSerializerOptions _canonical = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public required Guid Id { get; init; }

    public required Guid ConsultationId { get; init; }

    public required int Version { get; init; }

    public required NoteText Text { get; init; }

    public required string? AmendmentReason { get; init; }

    public required Guid SignedByPractitionerId { get; init; }

    public required LocalizedName DoctorName { get; init; }

    public required LocalizedName Institution { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>SHA-256 over the canonical JSON of everything signed and the hash of the version before: shows later tampering.</summary>
    public required string ContentHash { get; init; }

    /// <param name="previousHash">Of the version before; empty for the first.</param>
    public static NoteVersion Sign(
        Guid consultationId,
        int version,
        NoteText text,
        string? amendmentReason,
        Guid signedBy,
        LocalizedName doctorName,
        LocalizedName institution,
        string previousHash,
        DateTimeOffset signedAt) => new()
        {
            Id = Guid.CreateVersion7(signedAt),
            ConsultationId = consultationId,
            Version = version,
            Text = text,
            AmendmentReason = amendmentReason,
            SignedByPractitionerId = signedBy,
            DoctorName = doctorName,
            Institution = institution,
            SignedAt = signedAt,
            ContentHash = HashOf(consultationId, version, text, amendmentReason, signedBy, signedAt, previousHash),
        };

    public static string HashOf(
        Guid consultationId, int version, NoteText text, string? amendmentReason, Guid signedBy, DateTimeOffset signedAt, string previousHash)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                consultationId,
                version,
                text,
                amendmentReason,
                signedBy,
                signedAtMs = signedAt.ToUnixTimeMilliseconds(),
                previousHash,
            },
            _canonical);
        return Convert.ToHexString(SHA256.HashData(content));
    }

    public ConsultationSummary Summary() => new(
        DoctorName,
        Institution,
        SignedAt,
        Version,
        AmendmentReason,
        Text.ChiefComplaint,
        Text.Findings,
        Text.Diagnoses,
        Text.Syndrome,
        Text.Advice);
}

/// <summary>A signed note as everybody who took part reads it.</summary>
public sealed record ConsultationSummary(
    LocalizedName DoctorName,
    LocalizedName Institution,
    DateTimeOffset SignedAt,
    int Version,
    string? AmendmentReason,
    string ChiefComplaint,
    string Findings,
    IReadOnlyList<CodedDiagnosis> Diagnoses,
    CodedDiagnosis? Syndrome,
    string Advice);
