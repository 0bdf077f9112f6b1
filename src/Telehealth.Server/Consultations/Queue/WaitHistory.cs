using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>A patient who was seen, or still is: how long it took and what it followed.</summary>
internal sealed record PastWait(
    Guid DoctorId, int Urgency, DateTimeOffset QueuedAt, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);

/// <summary>How busy a line is: how many are seen right now, and by how many doctors lately.</summary>
internal sealed record LineActivity(int Busy, int Doctors)
{
    /// <summary>A doctor without a patient for so long is not there.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(60);

    public static LineActivity At(DateTimeOffset now, IEnumerable<PastWait> visits)
    {
        var active = visits.Where(visit => visit.StartedAt <= now && (visit.EndedAt is null || visit.EndedAt > now - Lately)).ToList();
        return new LineActivity(
            active.Count(visit => visit.EndedAt is null || visit.EndedAt > now),
            active.Select(visit => visit.DoctorId).Distinct().Count());
    }

    /// <summary>How many turns each doctor has before the one who comes after so many others is seen.</summary>
    public double Load(int ahead) => Math.Max(0, ahead + Busy + 1 - Doctors) / (double)Math.Max(1, Doctors);
}

/// <summary>What a line's recent patients waited, each with the load they met; the estimate is what those in the most similar
/// situation waited. Nothing is assumed about how long a visit takes or how many come.</summary>
internal sealed class WaitHistory
{
    /// <summary>Fewer say nothing about the ninth of ten.</summary>
    private const int FewestVisits = 20;
    private const int Neighbours = 60;

    /// <summary>Who has waited longer is no neighbour of today's.</summary>
    private static readonly TimeSpan _longest = TimeSpan.FromHours(24);

    private readonly Dictionary<int, Past[]> _byUrgency;
    private readonly Past[] _all;
    private readonly DateTimeOffset? _since;

    private WaitHistory(Past[] all, DateTimeOffset? since)
    {
        _all = all;
        _since = since;
        _byUrgency = all.GroupBy(past => past.Urgency).ToDictionary(group => group.Key, group => group.ToArray());
    }

    public static WaitHistory Of(QueuePolicy policy, IEnumerable<PastWait> visits)
    {
        var sorted = visits.OrderBy(visit => visit.QueuedAt).ToArray();
        var past = new Past[sorted.Length];
        for (var at = 0; at < sorted.Length; at++)
        {
            var visit = sorted[at];
            var recent = sorted.Take(at).Reverse().TakeWhile(other => visit.QueuedAt - other.QueuedAt < _longest).ToList();
            var load = LineActivity.At(visit.QueuedAt, recent).Load(AheadOf(policy, visit, recent));
            past[at] = new Past(visit.Urgency, load, visit.StartedAt - visit.QueuedAt);
        }

        return new WaitHistory([.. past.OrderBy(one => one.Load)], sorted.Length > 0 ? sorted[0].QueuedAt : null);
    }

    public WaitEstimate Estimate(int urgency, int ahead, LineActivity activity)
    {
        var similar = _byUrgency.GetValueOrDefault(urgency) is { Length: >= FewestVisits } own ? own : _all;
        if (similar.Length < FewestVisits)
        {
            return new WaitEstimate(null, null, similar.Length, _since, WaitUnknown.TooFewVisits);
        }

        var load = activity.Load(ahead);
        var (from, to) = Nearest(similar, load);
        var waits = similar[from..to].Select(past => past.Wait * ((load + 1) / (past.Load + 1))).Order().ToArray();
        return new WaitEstimate(Minutes(waits, 0.5), Minutes(waits, 0.9), waits.Length, _since, null);
    }

    /// <summary>The rank that holds for the next one as often as said, not only for those counted.</summary>
    private static int Minutes(TimeSpan[] sorted, double share) =>
        (int)Math.Ceiling(sorted[Math.Min(sorted.Length, (int)Math.Ceiling((sorted.Length + 1) * share)) - 1].TotalMinutes);

    private static (int From, int To) Nearest(Past[] sorted, double load)
    {
        var from = Array.FindIndex(sorted, past => past.Load >= load);
        from = from < 0 ? sorted.Length : from;
        var to = from;
        while (to - from < Math.Min(Neighbours, sorted.Length))
        {
            if (to == sorted.Length || (from > 0 && load - sorted[from - 1].Load <= sorted[to].Load - load))
            {
                from--;
            }
            else
            {
                to++;
            }
        }

        return (from, to);
    }

    private static int AheadOf(QueuePolicy policy, PastWait visit, IEnumerable<PastWait> earlier)
    {
        var self = new QueueEntry(Guid.Empty, visit.Urgency, visit.QueuedAt);
        var waiting = earlier.Where(other => other.StartedAt > visit.QueuedAt)
            .Select((other, number) => new QueueEntry(new Guid(number + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), other.Urgency, other.QueuedAt));
        return QueueOrder.Explain(policy, waiting.Append(self), null, visit.QueuedAt)
            .Single(position => position.EntryId == Guid.Empty).Place - 1;
    }

    private sealed record Past(int Urgency, double Load, TimeSpan Wait);
}
