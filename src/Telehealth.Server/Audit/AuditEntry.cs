namespace Telehealth.Audit;

public enum AuditOutcome
{
    Done,
    Refused,
}

/// <summary>What happened, told by whoever did it; who and from where is added by <see cref="AuditTrail"/>. Ids and codes, never clinical text.</summary>
/// <param name="Action">The use case in small letters ("sign-note").</param>
/// <param name="Code">Of the refusal.</param>
/// <param name="Facts">Texts, integers, booleans and nulls.</param>
internal sealed record AuditEntry(
    string Action,
    AuditOutcome Outcome,
    AuditWhat What,
    AuditWhy? Why = null,
    string? Code = null,
    IReadOnlyDictionary<string, object?>? Facts = null)
{
    /// <summary>Given where the request does not know it yet or any more: at sign-in.</summary>
    public AuditWho? By { get; init; }
}

internal sealed record AuditWhat(string Kind, Guid? Id, Guid? PatientId = null, int? Version = null);

internal sealed record AuditWhy(string? Relation, Guid? ConsultationId = null, string? Reason = null);
