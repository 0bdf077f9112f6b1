using System.Text.Json.Serialization;

namespace Telehealth.Telemetry.History;

/// <summary>One line of the history: something that is true from now on, in ids and numbers alone. What each kind fills is said in
/// <see cref="HistoryKind"/>.</summary>
public sealed record HistoryFact(string Kind)
{
    public DateTimeOffset At { get; init; }

    public string Node { get; init; } = "";

    /// <summary>One life of the node's process.</summary>
    public string Run { get; init; } = "";

    /// <summary>1, 2, 3 … within the run; a gap is a fact that was dropped.</summary>
    public long Number { get; init; }

    public Guid? Subject { get; init; }

    public Guid? Department { get; init; }

    public string? By { get; init; }

    public long? Fence { get; init; }

    public long? Sequence { get; init; }

    public int? Urgency { get; init; }

    /// <summary>Tells two of a kind apart without saying what it is: a hash of what a client chose.</summary>
    public string? Key { get; init; }

    public DateTimeOffset? Since { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 2)]
[JsonSerializable(typeof(HistoryFact))]
public sealed partial class HistoryJson : JsonSerializerContext;
