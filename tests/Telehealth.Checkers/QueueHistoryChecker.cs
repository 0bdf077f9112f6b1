using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>Nobody who waits is lost, served twice or taken by a claim that had been overtaken.</summary>
internal sealed class QueueHistoryChecker(History history, CheckSettings settings)
{
    private static readonly string[] _open = ["Waiting", "Planned"];
    private readonly Verdict _verdict = new("queue");

    public Verdict Check()
    {
        foreach (var entry in history.BySubject("queue."))
        {
            var facts = entry.ToArray();
            if (Array.Exists(facts, fact => fact.Kind.StartsWith("queue.", StringComparison.Ordinal) || fact.Kind == WitnessKind.Joined))
            {
                _verdict.Count("entries");
                CheckStarts(entry.Key, facts);
                CheckClients(entry.Key, facts);
                CheckRow(entry.Key, facts);
            }
        }

        CheckRequests();
        if (settings.OrderWithin is { } bound)
        {
            new QueueOrder(history, bound, _verdict).Check();
        }

        return _verdict;
    }

    private void CheckStarts(Guid entry, HistoryFact[] facts)
    {
        var starts = Of(facts, HistoryKind.QueueStarted).Where(start => start.Fence is not null).OrderBy(start => start.Fence).ToArray();
        _verdict.Count("starts", starts.Length);
        _verdict.Count("claims", Of(facts, HistoryKind.QueueClaimed).Count());
        _verdict.Count("claimsRefusedByTheRow", Of(facts, HistoryKind.QueueRefused).Count());
        for (var i = 1; i < starts.Length; i++)
        {
            var (lower, higher) = (starts[i - 1], starts[i]);
            if (lower.Fence == higher.Fence)
            {
                _verdict.Break("queue.fence_accepted_twice", entry, $"fence {lower.Fence} by {lower.By} at {lower.Node} and by {higher.By} at {higher.Node}");
            }
            else if (!IsGivenUp(facts, lower, higher))
            {
                var isStale = lower.At > higher.At;
                _verdict.Break(
                    isStale ? "queue.stale_fence_accepted" : "queue.served_twice",
                    entry,
                    $"{lower.By} started with fence {lower.Fence} at {lower.At:O}, {higher.By} with {higher.Fence} at {higher.At:O}, and nobody handed back in between");
            }
        }
    }

    /// <summary>Between two starts the first must have been handed back, by the line or by the word of the client.</summary>
    private bool IsGivenUp(HistoryFact[] facts, HistoryFact lower, HistoryFact higher)
    {
        var until = higher.At + settings.Tolerance;
        if (Array.Exists(facts, fact => fact.Kind is HistoryKind.QueueHandedBack or HistoryKind.QueueNoShow && fact.Fence == lower.Fence && fact.At <= until)
            || Array.Exists(facts, fact => fact.Kind == WitnessKind.HandBackAsked && fact.By == lower.By && fact.At <= until))
        {
            return true;
        }

        if (history.HasWitnesses || !history.Deaths.Any(death => death >= lower.At - settings.Tolerance && death <= until))
        {
            return false;
        }

        _verdict.Count("undecided");
        return true;
    }

    /// <summary>Who was told "yours" must have been accepted by the row, or be what the row says.</summary>
    private void CheckClients(Guid entry, HistoryFact[] facts)
    {
        var takers = Of(facts, WitnessKind.Took).ToArray();
        foreach (var took in takers)
        {
            var isAccepted = Of(facts, HistoryKind.QueueStarted).Any(start => start.By == took.By)
                || Of(facts, WitnessKind.EntryRow).Any(row => row.By == took.By);
            if (!isAccepted && history.HasRows && !Of(facts, WitnessKind.HandBackAsked).Any(asked => asked.By == took.By))
            {
                _verdict.Break("queue.falsely_confirmed", entry, $"{took.By} was told to treat, and neither row nor history knows");
            }
        }

        var register = new ClaimRegister(facts);
        if (register.IsTooLong)
        {
            _verdict.Count("undecided");
        }
        else if (takers.Length > 0 && !register.IsLinearizable())
        {
            var words = facts.Where(fact => fact.Kind.StartsWith("client.", StringComparison.Ordinal)).Select(fact => $"{fact.At:HH:mm:ss.fff} {fact.Kind[7..]} {fact.By}");
            _verdict.Break("queue.not_linearizable", entry, string.Join("; ", words));
        }
    }

    private void CheckRow(Guid entry, HistoryFact[] facts)
    {
        if (!history.HasRows)
        {
            return;
        }

        var row = Of(facts, WitnessKind.EntryRow).LastOrDefault();
        if (row is null)
        {
            _verdict.Break("queue.row_lost", entry, "it joined, and no row is left");
            return;
        }

        var highest = Of(facts, HistoryKind.QueueStarted).Max(start => start.Fence) ?? 0;
        if (row.Fence < highest)
        {
            _verdict.Break("queue.fence_went_back", entry, $"fence {highest} was accepted, the row ends with {row.Fence}");
        }

        CheckLastTreatment(entry, facts, row);
        var hasLeft = Of(facts, HistoryKind.QueueLeft).Any();
        if (_open.Contains(row.Key) && !hasLeft)
        {
            _verdict.Break(
                row.Key == "Planned" ? "queue.join_lost" : "queue.never_served", entry, $"its row ends as {row.Key} although everybody was called");
        }
    }

    /// <summary>Whoever the row names last knows of it, and what they were told to be over is over.</summary>
    private void CheckLastTreatment(Guid entry, HistoryFact[] facts, HistoryFact row)
    {
        if (row.Key != "InProgress" || !history.HasWitnesses)
        {
            return;
        }

        if (Of(facts, WitnessKind.Ended).Any(ended => ended.By == row.By))
        {
            _verdict.Break("queue.end_lost", entry, $"{row.By} was told that the treatment is over, and the row goes on with it");
        }
        else if (!Of(facts, WitnessKind.Took).Any(took => took.By == row.By))
        {
            _verdict.Break("queue.taken_by_nobody", entry, $"the row names {row.By}, who was never told");
        }
    }

    /// <summary>One click of a doctor, however often it was sent, calls one patient.</summary>
    private void CheckRequests()
    {
        foreach (var click in history.OfKind(WitnessKind.Took).Where(took => took.Key is not null).GroupBy(took => took.Key))
        {
            var called = click.Select(took => took.Subject).Distinct().ToArray();
            if (called.Length > 1)
            {
                _verdict.Break("queue.one_click_two_patients", called[0], $"request {click.Key} got {string.Join(", ", called)}");
            }
        }
    }

    private static IEnumerable<HistoryFact> Of(HistoryFact[] facts, string kind) => facts.Where(fact => fact.Kind == kind);
}
