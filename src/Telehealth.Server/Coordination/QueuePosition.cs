namespace Telehealth.Coordination;

/// <summary>Why an entry stands where it does: its score in parts, and who is before it and why.</summary>
public sealed record QueuePosition(Guid EntryId, int Place, QueueScore Score, QueueAhead Ahead);

/// <summary>In points; who has more is seen earlier. Continuity and language only decide among those of one urgency.</summary>
/// <param name="WaitedMinutes">One point each.</param>
/// <param name="IsOverdue">Has waited as long as the urgency allows: nobody less urgent is seen before.</param>
public sealed record QueueScore(
    int Urgency, int UrgencyPoints, int WaitedMinutes, int ContinuityPoints, int LanguagePoints, bool IsOverdue)
{
    /// <summary>What decides between different urgencies.</summary>
    public int BasePoints => UrgencyPoints + WaitedMinutes;

    public int Points => BasePoints + ContinuityPoints + LanguagePoints;
}

/// <summary>How many are before an entry, by reason.</summary>
/// <param name="CameEarlier">As urgent and longer here.</param>
/// <param name="WaitedMuchLonger">Less urgent, but waiting for so long that it is their turn.</param>
/// <param name="SuitsTheDoctor">As urgent and shorter here, but known to the doctor who calls, or speaking the doctor's language.</param>
public sealed record QueueAhead(int MoreUrgent, int CameEarlier, int WaitedMuchLonger, int SuitsTheDoctor);
