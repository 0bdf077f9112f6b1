namespace Telehealth.Coordination;

/// <summary>The numbers of the queue's order, in points; one minute of waiting is one point. The slice that owns the rows registers it.</summary>
/// <param name="Classes">By urgency, from 1.</param>
/// <param name="Continuity">For the doctor who saw the patient last time.</param>
/// <param name="Language">For a doctor who speaks the patient's language.</param>
/// <param name="Candidates">Among how many of the chosen class these two decide.</param>
public sealed record QueuePolicy(IReadOnlyList<QueueClass> Classes, int Continuity, int Language, int Candidates)
{
    public QueueClass ClassOf(QueueEntry entry) => Classes[UrgencyOf(entry) - 1];

    public int UrgencyOf(QueueEntry entry) => Math.Clamp(entry.Urgency, 1, Classes.Count);
}

/// <param name="BoundMinutes">Who has waited as long is overdue: nobody less urgent is served before.</param>
/// <param name="HeadStart">As if the patient had come so many minutes earlier.</param>
public sealed record QueueClass(int BoundMinutes, int HeadStart);
