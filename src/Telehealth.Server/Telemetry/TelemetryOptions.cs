using System.ComponentModel.DataAnnotations;

namespace Telehealth.Telemetry;

public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where traces and meters are sent (OTLP over http/protobuf, "http://collector:4318"); nothing is sent without it.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Tells the nodes apart in traces and meters; empty means the machine's name.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>Where the facts are written that the history checkers read, a line each, ids only; nothing is written without it.</summary>
    public string HistoryFile { get; init; } = "";

    /// <summary>How large the file becomes before it is set aside as "name.1" and a new one is begun.</summary>
    [Range(1, 100_000)]
    public int HistoryMegabytes { get; init; } = 64;

    /// <summary>How many files there are, the one being written counted; the oldest is deleted.</summary>
    [Range(1, 1_000)]
    public int HistoryFiles { get; init; } = 8;
}
