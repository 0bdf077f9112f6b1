using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>Checks a call against what the rules promise, computed without the code that decides.</summary>
internal static class QueueObserver
{
    /// <returns>How many explanations were compared.</returns>
    public static int Watch(
        QueuePolicy policy, IReadOnlyList<QueueEntry> open, Claimant claimant, DateTimeOffset now, Claim claim, List<string> wrong)
    {
        var called = open.Single(entry => entry.Id == claim.EntryId);
        wrong.AddRange(open
            .Where(entry => entry.Urgency < called.Urgency && Waited(entry, now) >= policy.Classes[entry.Urgency - 1].BoundMinutes)
            .Select(entry => $"urgency {called.Urgency} is called while urgency {entry.Urgency} waits for {Waited(entry, now)} minutes"));
        wrong.AddRange(open
            .Where(entry => entry.Urgency == called.Urgency && called.QueuedAt - entry.QueuedAt > TimeSpan.FromMinutes(policy.Continuity + 1))
            .Select(entry => $"{called.QueuedAt - entry.QueuedAt} later and called before"));

        var positions = QueueOrder.Explain(policy, open, claimant, now);
        if (positions[0].EntryId != called.Id)
        {
            wrong.Add($"{called} is called, but {positions[0]} is explained as the next");
        }

        var entries = open.ToDictionary(entry => entry.Id);
        foreach (var position in positions)
        {
            var entry = entries[position.EntryId];
            var score = Points(policy, entry, claimant, now);
            var ahead = position.Ahead.MoreUrgent + position.Ahead.CameEarlier + position.Ahead.WaitedMuchLonger + position.Ahead.SuitsTheDoctor;
            if (position.Score.Points != score || ahead != position.Place - 1)
            {
                wrong.Add($"{entry} has {score} points, explained as {position}");
            }
        }

        return positions.Count;
    }

    /// <summary>Queues know milliseconds, so what is less than one can not make a minute.</summary>
    private static int Waited(QueueEntry entry, DateTimeOffset now) =>
        (int)((now.ToUnixTimeMilliseconds() - entry.QueuedAt.ToUnixTimeMilliseconds()) / 60_000);

    private static int Points(QueuePolicy policy, QueueEntry entry, Claimant claimant, DateTimeOffset now) =>
        policy.Classes[entry.Urgency - 1].HeadStart + Waited(entry, now)
        + (entry.PreviousDoctorId == claimant.Id ? policy.Continuity
            : claimant.Languages.Contains(entry.Language) ? policy.Language
            : 0);
}
