using System.Collections.Concurrent;
using System.Text.Json;
using Telehealth.Telemetry.History;

namespace Telehealth.Checkers.Chaos;

/// <summary>What the clients themselves saw. It lives in this process, which nobody kills.</summary>
internal sealed class WitnessLog
{
    private readonly ConcurrentQueue<HistoryFact> _facts = new();
    private long _number;
    private long _joined;

    public long Joined => Interlocked.Read(ref _joined);

    public IReadOnlyCollection<HistoryFact> Facts => _facts;

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public void Write(HistoryFact fact)
    {
        _facts.Enqueue(fact with { At = Now, Node = "~witness", Number = Interlocked.Increment(ref _number) });
        if (fact.Kind == WitnessKind.Joined)
        {
            Interlocked.Increment(ref _joined);
        }
    }

    public void SaveTo(string file) =>
        File.WriteAllLines(file, _facts.Select(fact => JsonSerializer.Serialize(fact, HistoryJson.Default.HistoryFact)));
}
