namespace Telehealth.Coordination;

/// <summary>Who is next and why. The most points win; while somebody is overdue nobody less urgent is seen; among the first of the chosen
/// urgency a doctor may get somebody known or of the same language, who came at most as many minutes later as that is worth.
/// <c>queue.lua</c> decides the same, tested against this.</summary>
public static class QueueOrder
{
    public static int WaitedMinutes(QueueEntry entry, DateTimeOffset now) =>
        (int)Math.Max(0, (now.ToUnixTimeMilliseconds() - entry.QueuedAt.ToUnixTimeMilliseconds()) / 60_000);

    public static QueueScore Score(QueuePolicy policy, QueueEntry entry, Claimant? claimant, DateTimeOffset now)
    {
        var rules = policy.ClassOf(entry);
        var waited = WaitedMinutes(entry, now);
        var isKnown = claimant is not null && entry.PreviousDoctorId == claimant.Id;
        var isUnderstood = !isKnown && entry.Language is { } language && claimant is not null && claimant.Languages.Contains(language);
        return new QueueScore(
            policy.UrgencyOf(entry),
            rules.HeadStart,
            waited,
            isKnown ? policy.Continuity : 0,
            isUnderstood ? policy.Language : 0,
            waited >= rules.BoundMinutes);
    }

    /// <summary>The entry that is next for the claimant (or for anybody), null when nobody waits.</summary>
    /// <param name="classes">Who waits, by urgency from 1, each in the order of <see cref="CompareArrival"/>.</param>
    public static QueueEntry? Next(
        QueuePolicy policy, IReadOnlyList<IEnumerable<QueueEntry>> classes, Claimant? claimant, DateTimeOffset now)
    {
        QueueEntry? best = null;
        QueueScore? bestScore = null;
        foreach (var waiting in classes)
        {
            if (waiting.FirstOrDefault() is not { } head)
            {
                continue;
            }

            var score = Score(policy, head, null, now);
            if (bestScore is null || score.BasePoints > bestScore.BasePoints)
            {
                (best, bestScore) = (head, score);
            }

            if (score.IsOverdue)
            {
                break;
            }
        }

        return best is null || claimant is null || bestScore!.IsOverdue
            ? best
            : classes[policy.UrgencyOf(best) - 1].Take(policy.Candidates)
                .MaxBy(entry => Score(policy, entry, claimant, now).Points);
    }

    /// <summary>Everybody in the order in which they would be called if all were called now.</summary>
    public static IReadOnlyList<QueuePosition> Explain(
        QueuePolicy policy, IEnumerable<QueueEntry> entries, Claimant? claimant, DateTimeOffset now)
    {
        var byUrgency = entries.ToLookup(policy.UrgencyOf);
        var classes = Enumerable.Range(1, policy.Classes.Count)
            .Select(urgency => new LinkedList<QueueEntry>(byUrgency[urgency].Order(Comparer<QueueEntry>.Create(CompareArrival))))
            .ToArray();
        var positions = new List<QueuePosition>();
        var seen = new int[classes.Length];
        var favoured = classes.Select(_ => new List<QueueEntry>()).ToArray();
        while (Next(policy, classes, claimant, now) is { } next)
        {
            var score = Score(policy, next, claimant, now);
            var at = score.Urgency - 1;
            var suiting = favoured[at].Count(other => CompareArrival(other, next) > 0);
            positions.Add(new QueuePosition(
                next.Id,
                positions.Count + 1,
                score,
                new QueueAhead(seen[..at].Sum(), seen[at] - suiting, seen[(at + 1)..].Sum(), suiting)));
            seen[at]++;
            if (next != classes[at].First!.Value)
            {
                favoured[at].Add(next);
            }

            classes[at].Remove(next);
        }

        return positions;
    }

    /// <summary>Who came first; at the same millisecond the id decides, as in Redis.</summary>
    public static int CompareArrival(QueueEntry left, QueueEntry right)
    {
        var byTime = left.QueuedAt.ToUnixTimeMilliseconds().CompareTo(right.QueuedAt.ToUnixTimeMilliseconds());
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Id.ToString("N"), right.Id.ToString("N"));
    }
}
