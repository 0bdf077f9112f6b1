using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>How much a department has to do, in numbers alone.</summary>
public sealed record QueueLoad(Guid DepartmentId, int Waiting, int InProgress, DateTimeOffset? OldestAt)
{
    /// <summary>Of all departments that have anything to do, who waits longest first.</summary>
    internal static async Task<IReadOnlyList<QueueLoad>> ReadAsync(TelehealthDb db, CancellationToken cancellation)
    {
        var read = await db.Set<Consultation>()
            .Where(consultation => consultation.Status == ConsultationStatus.Waiting || consultation.Status == ConsultationStatus.InProgress)
            .GroupBy(consultation => consultation.DepartmentId)
            .Select(some => new QueueLoad(
                some.Key,
                some.Count(one => one.Status == ConsultationStatus.Waiting),
                some.Count(one => one.Status == ConsultationStatus.InProgress),
                some.Min(one => one.Status == ConsultationStatus.Waiting ? one.QueuedAt : null)))
            .ToListAsync(cancellation);
        return [.. read.OrderBy(load => load.OldestAt ?? DateTimeOffset.MaxValue).ThenBy(load => load.DepartmentId)];
    }
}
