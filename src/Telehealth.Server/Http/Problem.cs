using System.Text.Json.Serialization;

namespace Telehealth.Http;

/// <summary>The body of every answer that is not the one asked for (RFC 9457, application/problem+json).</summary>
/// <param name="Code">What a client translates; titles are for people who read logs.</param>
/// <param name="Errors">For request.invalid: the broken rules by field.</param>
public sealed record Problem(
    string Title,
    int Status,
    string Code,
    string TraceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, object?>? Details = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyDictionary<string, string[]>? Errors = null);
