using System.Text.Json;
using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>The lines of several nodes in one order: by time, which is only as good as their clocks, then as each node wrote them.</summary>
internal sealed class History
{
    private const int LongestLine = 64 * 1024;

    private readonly Dictionary<string, HistoryFact> _lastOfRun = [];

    private History(IReadOnlyList<HistoryFact> facts, long unreadable)
    {
        var closedRuns = new HashSet<string>();
        Facts = facts;
        HasWitnesses = facts.Any(fact => fact.Kind.StartsWith("client.", StringComparison.Ordinal));
        HasRows = facts.Any(fact => fact.Kind == WitnessKind.RowsComplete);
        Unreadable = unreadable;
        foreach (var fact in facts.Where(fact => fact.Run.Length > 0))
        {
            _lastOfRun[fact.Run] = fact;
            if (fact.Kind == HistoryKind.Closed)
            {
                closedRuns.Add(fact.Run);
            }
        }

        Deaths = [.. _lastOfRun.Where(run => !closedRuns.Contains(run.Key)).Select(run => run.Value.At)];
    }

    public IReadOnlyList<HistoryFact> Facts { get; }

    /// <summary>Lines that are no facts: half a line of a killed process, or damage.</summary>
    public long Unreadable { get; }

    /// <summary>Facts that their writer says it lost.</summary>
    public long Dropped => Facts.Where(fact => fact.Kind == HistoryKind.Dropped).Sum(fact => fact.Sequence ?? 0);

    /// <summary>Whether clients' own logs are among the files, so that what a dead node could not write is known all the same.</summary>
    public bool HasWitnesses { get; }

    /// <summary>Whether the rows are told, so that absence can be proven.</summary>
    public bool HasRows { get; }

    /// <summary>When a process died without its last words, which may have been about anything it had just committed.</summary>
    public IReadOnlyList<DateTimeOffset> Deaths { get; }

    public static History Of(IEnumerable<HistoryFact> facts, long unreadable = 0) =>
        new([.. facts.OrderBy(fact => fact.At).ThenBy(fact => fact.Node, StringComparer.Ordinal).ThenBy(fact => fact.Number)], unreadable);

    public static History Read(IEnumerable<string> files)
    {
        var facts = new List<HistoryFact>();
        long unreadable = 0;
        foreach (var line in files.SelectMany(File.ReadLines).Where(line => line.Length > 0))
        {
            if (Parse(line) is { } fact)
            {
                facts.Add(fact);
            }
            else
            {
                unreadable++;
            }
        }

        return Of(facts, unreadable);
    }

    /// <summary>Null for whatever is no line of ours.</summary>
    public static HistoryFact? Parse(string line)
    {
        if (line.Length > LongestLine)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryFact) is { Kind: not null, Node: not null, Run: not null } fact ? fact : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>When the run that wrote the fact ended, in order or not.</summary>
    public DateTimeOffset EndOfRun(HistoryFact fact) => _lastOfRun[fact.Run].At;

    public IEnumerable<HistoryFact> OfKind(string kind) => Facts.Where(fact => fact.Kind == kind && fact.Subject is not null);

    public ILookup<Guid, HistoryFact> BySubject(string area) => Facts
        .Where(fact => fact.Subject is not null
            && (fact.Kind.StartsWith(area, StringComparison.Ordinal)
                || fact.Kind.StartsWith("client.", StringComparison.Ordinal)
                || fact.Kind.StartsWith("row.", StringComparison.Ordinal)))
        .ToLookup(fact => fact.Subject!.Value);
}
