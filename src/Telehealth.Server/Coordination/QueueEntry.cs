namespace Telehealth.Coordination;

/// <summary>A place with a department (候诊), as the queue needs it: ids and order, nothing about the patient's health but the urgency.</summary>
/// <param name="Urgency">1 (red) to 4 (green).</param>
/// <param name="LastFence">The highest fence the row has accepted, so that a rebuilt queue never counts backwards.</param>
/// <param name="NamedDoctorId">Waits for this doctor alone.</param>
/// <param name="PreviousDoctorId">Who saw the patient last time.</param>
/// <param name="Language">The primary subtag of the language the patient speaks (zh, en, ug …).</param>
public sealed record QueueEntry(
    Guid Id,
    int Urgency,
    DateTimeOffset QueuedAt,
    long LastFence = 0,
    Guid? NamedDoctorId = null,
    Guid? PreviousDoctorId = null,
    string? Language = null);

/// <summary>Who calls the next patient.</summary>
public sealed record Claimant(Guid Id, IReadOnlyList<string> Languages)
{
    public Claimant(Guid id)
        : this(id, [])
    {
    }
}

/// <summary>An entry taken out of the queue for one claimant until the row is changed and <c>RemoveAsync</c> settles it.</summary>
/// <param name="Fence">Strictly increasing; the row accepts only a fence above its last one, so a late claimant loses.</param>
public sealed record Claim(Guid EntryId, long Fence);

/// <summary>The rows that wait with a department: the truth from which a store that knows nothing yet builds its order.
/// The slice that owns the rows registers it.</summary>
public delegate Task<IReadOnlyList<QueueEntry>> WaitingRows(Guid departmentId, CancellationToken cancellation);
