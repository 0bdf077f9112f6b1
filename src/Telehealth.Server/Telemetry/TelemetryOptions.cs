namespace Telehealth.Telemetry;

public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where traces and meters are sent (OTLP over http/protobuf, "http://collector:4318"); nothing is sent without it.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Tells the nodes apart in traces and meters; empty means the machine's name.</summary>
    public string NodeName { get; init; } = "";
}
