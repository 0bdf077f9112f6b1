namespace Telehealth.Storage;

/// <summary>A row that keeps its own rules and records the facts that others may react to.</summary>
public abstract class Aggregate
{
    private readonly List<object> _recorded = [];

    protected void Record(object fact) => _recorded.Add(fact);

    internal IReadOnlyList<object> TakeRecorded()
    {
        var taken = _recorded.ToArray();
        _recorded.Clear();
        return taken;
    }
}
