namespace Telehealth.Coordination;

/// <summary>Section <c>Coordination</c>.</summary>
public sealed class CoordinationOptions
{
    /// <summary>StackExchange.Redis connection string. Absent: this process alone, in memory.</summary>
    public string? Redis { get; set; }
}
