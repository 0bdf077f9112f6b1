using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

/// <summary>One person has one live seat in a room, but for the moment in which it moves to another node.</summary>
internal sealed class SeatHistoryChecker(History history, CheckSettings settings)
{
    private sealed record Stay(HistoryFact Taken, DateTimeOffset Until);

    public Verdict Check()
    {
        var verdict = new Verdict("seats");
        foreach (var identity in Stays().GroupBy(stay => (stay.Taken.Subject, stay.Taken.By)))
        {
            verdict.Count("identities");
            var stays = identity.OrderBy(stay => stay.Taken.At).ToArray();
            verdict.Count("seats", stays.Length);
            foreach (var (later, number) in stays.Select((stay, number) => (stay, number)))
            {
                var earlier = stays.Take(number).FirstOrDefault(stay => stay.Until > later.Taken.At + Allowed(stay, later));
                if (earlier is not null && later.Until > later.Taken.At + Allowed(earlier, later))
                {
                    verdict.Break(
                        "seats.two_live",
                        identity.Key.Subject,
                        $"{identity.Key.By} at {earlier.Taken.Node} until {earlier.Until:O} and at {later.Taken.Node} from {later.Taken.At:O} until {later.Until:O}");
                }
            }
        }

        return verdict;
    }

    /// <summary>On one node the second seat replaces the first at once.</summary>
    private TimeSpan Allowed(Stay earlier, Stay later) =>
        earlier.Taken.Node == later.Taken.Node ? settings.Tolerance : settings.MoveWithin + settings.Tolerance;

    private IEnumerable<Stay> Stays()
    {
        var left = history.OfKind(HistoryKind.SeatLeft).ToLookup(fact => (fact.Run, fact.Subject, fact.Key));
        return history.OfKind(HistoryKind.SeatTaken)
            .Select(taken => new Stay(taken, left[(taken.Run, taken.Subject, taken.Key)].FirstOrDefault()?.At ?? history.EndOfRun(taken)));
    }
}
