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

    /// <summary>Connections to the clinic hub that one node lets in per second; calls in progress are let in beside that. More are
    /// told when to come again.</summary>
    [Range(1, 100_000)]
    public int ConnectionsPerSecond { get; set; } = 750;
}
