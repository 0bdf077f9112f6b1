using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Brings the queue store to what the row says. Called after the commit, and again by the outbox in case the process died in between.</summary>
internal sealed class QueueSync(TelehealthDb db, IQueueStore queue)
{
    /// <summary>How often others may change the row between our reading and our telling.</summary>
    private const int MaxRounds = 10;

    public async Task<Refusal?> ApplyAsync(Guid consultationId, Guid departmentId, CancellationToken cancellation)
    {
        var said = await FindAsync(consultationId, departmentId, cancellation);
        for (var round = 0; round < MaxRounds; round++)
        {
            var refusal = said is null
                ? await queue.RemoveAsync(departmentId, consultationId, cancellation)
                : await queue.EnqueueAsync(departmentId, said, cancellation);
            // Whoever tells last has seen the row as it is: two that overtake each other otherwise lose a patient until the next repair.
            var now = refusal is null ? await FindAsync(consultationId, departmentId, cancellation) : said;
            if (now == said)
            {
                return refusal;
            }

            said = now;
        }

        return null;
    }

    /// <summary>What was written may have moved somebody who waits forward, and the next call must find them there.</summary>
    public async Task ApplyRaisedAsync(Consultation consultation, CancellationToken cancellation)
    {
        if (consultation.Status == ConsultationStatus.Waiting)
        {
            await ApplyAsync(consultation.Id, consultation.DepartmentId, cancellation);
        }
    }

    private async Task<QueueEntry?> FindAsync(Guid consultationId, Guid departmentId, CancellationToken cancellation)
    {
        var row = await db.Set<Consultation>().AsNoTracking()
            .SingleOrDefaultAsync(consultation => consultation.Id == consultationId, cancellation);
        return row is { Status: ConsultationStatus.Waiting } && row.DepartmentId == departmentId ? QueuePlaces.EntryOf(row) : null;
    }
}
