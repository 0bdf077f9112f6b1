using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Brings the queue store to what the row says. Called after the commit, and again by the outbox in case the process died in between.</summary>
internal sealed class QueueSync(TelehealthDb db, IQueueStore queue)
{
    public async Task<Refusal?> ApplyAsync(Guid consultationId, Guid departmentId, CancellationToken cancellation)
    {
        var row = await db.Set<Consultation>().AsNoTracking()
            .SingleOrDefaultAsync(consultation => consultation.Id == consultationId, cancellation);
        return row is { Status: ConsultationStatus.Waiting } && row.DepartmentId == departmentId
            ? await queue.EnqueueAsync(departmentId, QueuePlaces.EntryOf(row), cancellation)
            : await queue.RemoveAsync(departmentId, consultationId, cancellation);
    }

    /// <summary>What was written may have moved somebody who waits forward, and the next call must find them there.</summary>
    public async Task ApplyRaisedAsync(Consultation consultation, CancellationToken cancellation)
    {
        if (consultation.Status == ConsultationStatus.Waiting)
        {
            await ApplyAsync(consultation.Id, consultation.DepartmentId, cancellation);
        }
    }
}
