using Telehealth.Telemetry.History;

namespace Telehealth.Storage;

/// <summary>A row that keeps its own rules and records the facts that others may react to.</summary>
public abstract class Aggregate
{
    private readonly List<object> _recorded = [];

    /// <summary>What the history says of a recorded fact once it is committed; null for nothing.</summary>
    public virtual HistoryFact? HistoryOf(object fact) => null;

    protected void Record(object fact) => _recorded.Add(fact);

    internal IReadOnlyList<object> TakeRecorded()
    {
        var taken = _recorded.ToArray();
        _recorded.Clear();
        return taken;
    }
}
