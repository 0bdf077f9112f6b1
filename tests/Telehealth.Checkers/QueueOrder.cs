using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>Nobody who is at least as urgent and came earlier waits while somebody else is served, for longer than the bound: a claim
/// whose claimant died hides an entry for its lifetime, and that is the most the rules allow.</summary>
internal sealed class QueueOrder(History history, TimeSpan bound, Verdict verdict)
{
    private sealed record Wait(Guid Entry, Guid Department, int Urgency, DateTimeOffset Since, DateTimeOffset From, DateTimeOffset Until);

    public void Check()
    {
        foreach (var department in Waits().GroupBy(wait => wait.Department))
        {
            CheckDepartment([.. department.OrderBy(wait => wait.From)]);
        }
    }

    private void CheckDepartment(Wait[] waits)
    {
        var open = new List<Wait>();
        var next = 0;
        foreach (var served in waits.OrderBy(wait => wait.Until))
        {
            while (next < waits.Length && waits[next].From <= served.Until)
            {
                open.Add(waits[next++]);
            }

            open.RemoveAll(wait => wait.Until <= served.Until);
            verdict.Count("ordersCompared", open.Count);
            var passed = open.Find(wait => wait.Urgency <= served.Urgency
                && wait.Since + bound < served.Since
                && wait.From + bound < served.Until
                && wait.Until > served.Until + bound);
            if (passed is not null)
            {
                verdict.Break(
                    "queue.passed_over",
                    passed.Entry,
                    $"class {passed.Urgency}, waiting since {passed.Since:O}, was not called before {passed.Until:O}; {served.Entry} of class {served.Urgency}, since {served.Since:O}, was at {served.Until:O}");
            }
        }
    }

    /// <summary>From each joining to the start, the leaving or the next change of place.</summary>
    private IEnumerable<Wait> Waits()
    {
        foreach (var entry in history.BySubject("queue."))
        {
            HistoryFact? joined = null;
            foreach (var fact in entry)
            {
                var ends = fact.Kind is HistoryKind.QueueJoined or HistoryKind.QueueClaimed or HistoryKind.QueueStarted or HistoryKind.QueueLeft or HistoryKind.QueueNoShow;
                if (ends && joined is { Department: { } department, Urgency: { } urgency, Since: { } since })
                {
                    yield return new Wait(entry.Key, department, urgency, since, joined.At, fact.At);
                    joined = null;
                }

                joined = fact.Kind == HistoryKind.QueueJoined ? fact : joined;
            }
        }
    }
}
