using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>Each recorded event is handled at least once, and what must be done once is done once.</summary>
internal sealed class OutboxHistoryChecker(History history, CheckSettings settings)
{
    public Verdict Check()
    {
        var verdict = new Verdict("outbox");
        var handled = history.OfKind(HistoryKind.OutboxHandled).ToLookup(fact => fact.Subject);
        var waiting = history.OfKind(WitnessKind.EventRow).Select(fact => fact.Subject).ToHashSet();
        var end = history.Facts.Count > 0 ? history.Facts[^1].At : default;
        foreach (var recorded in history.OfKind(HistoryKind.OutboxRecorded))
        {
            verdict.Count("recorded");
            var times = handled[recorded.Subject].Count();
            verdict.Count("handledAgain", Math.Max(0, times - 1));
            if (times > 0)
            {
                continue;
            }

            if (waiting.Contains(recorded.Subject) || (!history.HasRows && recorded.At + settings.Tolerance > end))
            {
                verdict.Count("stillWaiting");
            }
            else if (history.Deaths.Any(death => death >= recorded.At - settings.Tolerance))
            {
                // Its handler's process may have died after deleting the row and before writing the line.
                verdict.Count("undecided");
            }
            else
            {
                verdict.Break("outbox.never_handled", recorded.Subject, $"{recorded.By}, recorded at {recorded.At:O}");
            }
        }

        foreach (var effect in history.Facts.Where(fact => fact.Kind == HistoryKind.OutboxEffect && fact.Key is not null).GroupBy(fact => fact.Key))
        {
            verdict.Count("effects");
            if (effect.Count() > 1)
            {
                verdict.Break("outbox.effect_twice", effect.First().Subject, $"{effect.Key} at {string.Join(" and ", effect.Select(fact => fact.Node))}");
            }
        }

        return verdict;
    }
}
