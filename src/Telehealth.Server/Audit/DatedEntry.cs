using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Telehealth.Storage;

namespace Telehealth.Audit;

/// <summary>An entry with everything but its place in a chain.</summary>
internal sealed record DatedEntry(AuditEntry Entry, AuditWho Who, AuditOrigin From, string Node, DateTimeOffset At)
{
    public const string Algorithm = "SHA-256";

    /// <summary>What concerns one patient stands in one chain; so does what one person does beside patients.</summary>
    public int Chain =>
        SHA256.HashData(Encoding.UTF8.GetBytes((Entry.What.PatientId ?? Who.Id)?.ToString("D") ?? "system"))[0] % AuditChain.Count;

    public ChainedEntry Place(int chain, long sequence, byte[] previousHash)
    {
        var body = CanonicalJson.Write(Body(chain, sequence));
        return new ChainedEntry
        {
            Chain = chain,
            Sequence = sequence,
            Body = body,
            Hash = ChainedEntry.HashOf(previousHash, body),
            At = At,
            Action = Entry.Action,
            Outcome = Entry.Outcome,
            PatientId = Entry.What.PatientId,
            ActorId = Who.Id,
            RoleId = Who.RoleId,
            InstitutionId = Who.InstitutionId,
            TargetKind = Entry.What.Kind,
            TargetId = Entry.What.Id,
        };
    }

    private JsonObject Body(int chain, long sequence) => new()
    {
        ["alg"] = Algorithm,
        ["chain"] = chain,
        ["seq"] = sequence,
        ["at"] = ChainedEntry.Microseconds(At),
        ["action"] = Entry.Action,
        ["outcome"] = Entry.Outcome.ToString(),
        ["code"] = Entry.Code,
        ["who"] = new JsonObject
        {
            ["kind"] = Who.Kind,
            ["id"] = Who.Id?.ToString("D"),
            ["roleId"] = Who.RoleId?.ToString("D"),
            ["institutionId"] = Who.InstitutionId?.ToString("D"),
            ["sessionId"] = Who.SessionId,
        },
        ["what"] = new JsonObject
        {
            ["kind"] = Entry.What.Kind,
            ["id"] = Entry.What.Id?.ToString("D"),
            ["patientId"] = Entry.What.PatientId?.ToString("D"),
            ["version"] = Entry.What.Version,
        },
        ["why"] = Entry.Why is not { } why ? null : new JsonObject
        {
            ["relation"] = why.Relation,
            ["consultationId"] = why.ConsultationId?.ToString("D"),
            ["reason"] = Text(why.Reason),
        },
        ["from"] = new JsonObject { ["address"] = From.Address, ["device"] = Text(From.Device), ["node"] = Node },
        ["facts"] = Entry.Facts is not { Count: > 0 } facts
            ? null
            : new JsonObject(facts.Select(fact => KeyValuePair.Create<string, JsonNode?>(fact.Key, NodeOf(fact.Value)))),
    };

    private static JsonValue? NodeOf(object? value) => value switch
    {
        null => null,
        bool truth => JsonValue.Create(truth),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        Guid id => JsonValue.Create(id.ToString("D")),
        string text => JsonValue.Create(Text(text)),
        DateTimeOffset time => JsonValue.Create(ChainedEntry.Microseconds(time)),
        Enum word => JsonValue.Create(word.ToString()),
        _ => throw new ArgumentException($"A fact of the audit is no {value.GetType().Name}.", nameof(value)),
    };

    /// <summary>Half of a surrogate pair, which a browser may send, has no spelling in UTF-8.</summary>
    private static string? Text(string? given) => given is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(given));
}
