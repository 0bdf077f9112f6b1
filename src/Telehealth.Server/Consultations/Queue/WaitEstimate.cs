namespace Telehealth.Consultations.Queue;

public enum WaitUnknown
{
    /// <summary>Too few patients were seen here lately to say anything.</summary>
    TooFewVisits,

    /// <summary>No doctor of the department is there.</summary>
    NobodyThere,
}

/// <summary>How long the wait will be by the department's own recent history: either both minutes, or why there is no honest number.</summary>
/// <param name="P50Minutes">Half of those in this situation waited no longer.</param>
/// <param name="P90Minutes">Nine of ten waited no longer.</param>
/// <param name="BasedOn">How many visits it is computed from.</param>
/// <param name="Since">When the oldest of them began to wait.</param>
public sealed record WaitEstimate(int? P50Minutes, int? P90Minutes, int BasedOn, DateTimeOffset? Since, WaitUnknown? Unknown);
