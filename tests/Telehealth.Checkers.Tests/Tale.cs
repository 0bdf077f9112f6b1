using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>A small history, told line by line: each comes a second after the one before, unless it says otherwise.</summary>
internal sealed class Tale
{
    private static readonly DateTimeOffset _morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly List<HistoryFact> _facts = [];
    private DateTimeOffset _now = _morning;

    public static Guid Patient { get; } = new("00000000-0000-0000-0000-000000000001");

    public static Guid Other { get; } = new("00000000-0000-0000-0000-000000000002");

    public static Guid Department { get; } = new("00000000-0000-0000-0000-0000000000dd");

    public DateTimeOffset Now => _now;

    public Tale Tell(string kind, Guid? subject = null, string? by = null, long? fence = null, long? sequence = null, string? key = null, string node = "east")
    {
        _now = _now.AddSeconds(1);
        return Add(new HistoryFact(kind) { Subject = subject ?? Patient, By = by, Fence = fence, Sequence = sequence, Key = key, Node = node });
    }

    public Tale Joined(Guid subject, int urgency) =>
        Pass(1).Add(new HistoryFact(HistoryKind.QueueJoined) { Subject = subject, Department = Department, Urgency = urgency, Since = _now, Node = "east" });

    /// <summary>A click that was first sent so long ago.</summary>
    public Tale Took(string by, double askedSecondsAgo = 0.5, string? click = null, Guid? subject = null) => Pass(1).Add(
        new HistoryFact(WitnessKind.Took)
        {
            Subject = subject ?? Patient,
            By = by,
            Key = click ?? Guid.NewGuid().ToString(),
            Since = _now.AddSeconds(-askedSecondsAgo),
            Node = "~witness",
        });

    public Tale Pass(double seconds)
    {
        _now = _now.AddSeconds(seconds);
        return this;
    }

    /// <summary>The node's process ended in order; without this it died.</summary>
    public Tale Close(string node = "east") => Pass(10).Add(new HistoryFact(HistoryKind.Closed) { Node = node });

    /// <summary>The rules that this history breaks.</summary>
    public string[] Broken(CheckSettings? settings = null) =>
        [.. Verdicts(settings).SelectMany(verdict => verdict.Violations).Select(violation => violation.Rule)];

    public long Counted(string what) => Verdicts(null).Sum(verdict => verdict.Counts.GetValueOrDefault(what));

    private Verdict[] Verdicts(CheckSettings? settings) => Checks.Run(History.Of(_facts), settings ?? new CheckSettings());

    private Tale Add(HistoryFact fact)
    {
        _facts.Add(fact with { At = _now, Run = fact.Node, Number = _facts.Count + 1 });
        return this;
    }
}
