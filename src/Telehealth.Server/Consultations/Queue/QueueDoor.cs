using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Whether a department's queue is paused or closed, as everybody may know who waits or is about to.</summary>
public sealed record QueueState(
    bool IsOpen, DateTimeOffset? ClosesAt, DateTimeOffset? OpensAt, DateTimeOffset? PausedUntil, string? PauseReason);

/// <summary>Lets nobody in whom the department would send home at closing time; the urgent always come in.</summary>
internal sealed class QueueDoor(TelehealthDb db, QueuePlaces places, TimeProvider clock)
{
    private const int UrgentUpTo = 2;

    /// <summary>Who waits already, or whose place is kept, is in.</summary>
    public async Task<Refusal?> CheckAsync(Consultation consultation, DateTimeOffset now, CancellationToken cancellation) =>
        consultation.Status != ConsultationStatus.Planned || consultation.KeepsPlaceAt(now)
            ? null
            : await CheckAsync(consultation.DepartmentId, consultation.Urgency, cancellation);

    public async Task<Refusal?> CheckAsync(Guid departmentId, int urgency, CancellationToken cancellation)
    {
        if (urgency <= UrgentUpTo)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var state = await StateAsync(departmentId, cancellation);
        if (!state.IsOpen)
        {
            return ConsultationRefusals.QueueClosed(state.OpensAt);
        }

        return state.ClosesAt is { } closesAt
            && await places.EstimateForNewAsync(departmentId, urgency, cancellation) is { } minutes
            && now.AddMinutes(minutes) > closesAt
            ? ConsultationRefusals.QueueClosesTooSoon(closesAt)
            : null;
    }

    public async Task<QueueState> StateAsync(Guid departmentId, CancellationToken cancellation) =>
        StateOf(await FindAsync(departmentId, cancellation), clock.GetUtcNow());

    public Task<DepartmentQueue?> FindAsync(Guid departmentId, CancellationToken cancellation) =>
        db.Set<DepartmentQueue>().AsNoTracking().SingleOrDefaultAsync(queue => queue.DepartmentId == departmentId, cancellation);

    public static QueueState StateOf(DepartmentQueue? queue, DateTimeOffset now)
    {
        if (queue is null)
        {
            return new QueueState(true, null, null, null, null);
        }

        var (isOpen, closesAt, opensAt) = queue.At(now);
        return queue.IsPausedAt(now)
            ? new QueueState(isOpen, closesAt, opensAt, queue.PausedUntil, queue.PauseReason)
            : new QueueState(isOpen, closesAt, opensAt, null, null);
    }
}
