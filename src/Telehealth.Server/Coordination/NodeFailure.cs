namespace Telehealth.Coordination;

/// <summary>What went wrong on a node lately, for the operator who asks another one. It passes through Redis: codes, times and counts,
/// never a value.</summary>
/// <param name="Sentence">As it stands in our source; null when others logged it.</param>
public sealed record NodeFailure(
    DateTimeOffset LastAt, int Times, LogLevel Level, string Category, string? Sentence, string? Exception)
{
    /// <summary>Every node writes them each second.</summary>
    public const int MostOfOneNode = 5;

    public const int LongestText = 160;
}

/// <summary>The last failures of this node, the newest first; registered by whoever keeps them.</summary>
public delegate IReadOnlyList<NodeFailure> ListFailures();
