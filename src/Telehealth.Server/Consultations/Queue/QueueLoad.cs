using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>How much a department has to do, in numbers alone, and whether it rests. Why it rests is in the words of people and stays out.</summary>
public sealed record QueueLoad(Guid DepartmentId, int Waiting, int InProgress, DateTimeOffset? OldestAt, DateTimeOffset? PausedUntil = null)
{
    /// <summary>Of all departments that have anything to do or are paused, who waits longest first.</summary>
    internal static async Task<IReadOnlyList<QueueLoad>> ReadAsync(TelehealthDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var read = await db.Set<Consultation>()
            .Where(consultation => consultation.Status == ConsultationStatus.Waiting || consultation.Status == ConsultationStatus.InProgress)
            .GroupBy(consultation => consultation.DepartmentId)
            .Select(some => new QueueLoad(
                some.Key,
                some.Count(one => one.Status == ConsultationStatus.Waiting),
                some.Count(one => one.Status == ConsultationStatus.InProgress),
                some.Min(one => one.Status == ConsultationStatus.Waiting ? one.QueuedAt : null),
                null))
            .ToListAsync(cancellation);
        var paused = await db.Set<DepartmentQueue>().AsNoTracking()
            .Where(queue => queue.PausedUntil > now)
            .ToDictionaryAsync(queue => queue.DepartmentId, queue => queue.PausedUntil, cancellation);
        var idle = paused.Keys.Except(read.Select(load => load.DepartmentId)).Select(id => new QueueLoad(id, 0, 0, null));
        return [.. read.Concat(idle)
            .Select(load => load with { PausedUntil = paused.GetValueOrDefault(load.DepartmentId) })
            .OrderBy(load => load.OldestAt ?? DateTimeOffset.MaxValue).ThenBy(load => load.DepartmentId)];
    }
}
