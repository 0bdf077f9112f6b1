using System.ComponentModel.DataAnnotations;

namespace Telehealth.Realtime;

/// <summary>Section <c>Realtime</c>.</summary>
public sealed class RealtimeOptions
{
    /// <summary>Hub calls one connection may make per second on average.</summary>
    [Range(1, 1000)]
    public int CallsPerSecond { get; set; } = 20;

    /// <summary>Hub calls one connection may make at once after a quiet time.</summary>
    [Range(1, 10_000)]
    public int CallBurst { get; set; } = 100;
}
