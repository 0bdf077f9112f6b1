namespace Telehealth.Checkers;

/// <summary>A promise that was broken, and the line or row that proves it.</summary>
/// <param name="Rule">Its name, such as <c>queue.served_twice</c>.</param>
internal sealed record Violation(string Rule, Guid? Subject, string Proof);

/// <summary>What one checker found.</summary>
internal sealed class Verdict(string checker)
{
    private readonly List<Violation> _violations = [];

    public string Checker { get; } = checker;

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>What was looked at, and what could not be decided because a process died before it wrote its last lines.</summary>
    public SortedDictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

    public void Break(string rule, Guid? subject, string proof) => _violations.Add(new Violation(rule, subject, proof));

    public void Count(string what, long more = 1) => Counts[what] = Counts.GetValueOrDefault(what) + more;
}
