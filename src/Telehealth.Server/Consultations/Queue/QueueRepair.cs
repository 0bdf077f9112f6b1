using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Brings the store to what the rows say: it may have lost its last second or learnt of two changes in the wrong order.
/// Nodes may repair at once and beside everything else: whoever is missing is added unless claimed meanwhile, everybody else is
/// looked up once more by <see cref="QueueSync"/>.</summary>
internal sealed class QueueRepair(TelehealthDb db, IQueueStore queue, QueueSync sync)
{
    /// <returns>True when somebody was missing and is there now.</returns>
    public async Task<bool> RepairAsync(Guid departmentId, CancellationToken cancellation)
    {
        // The rows last: who is known and has no row that waits left meanwhile or long ago, and nobody who just joined looks like that.
        var (known, refusal) = await queue.ListAsync(departmentId, cancellation);
        if (refusal is not null)
        {
            return false;
        }

        var rows = (await QueuePlaces.Waiting(db, departmentId).AsNoTracking().ToListAsync(cancellation))
            .ToDictionary(row => row.Id, QueuePlaces.EntryOf);
        foreach (var entry in known.Where(entry => !rows.TryGetValue(entry.Id, out var row) || !IsSame(entry, row)))
        {
            await sync.ApplyAsync(entry.Id, departmentId, cancellation);
        }

        var missing = rows.Keys.Except(known.Select(entry => entry.Id)).Select(id => rows[id]).ToArray();
        return missing.Length > 0 && (await queue.AddMissingAsync(departmentId, missing, cancellation)).Added > 0;
    }

    /// <summary>Redis keeps milliseconds, and no fences.</summary>
    private static bool IsSame(QueueEntry known, QueueEntry row) =>
        known.QueuedAt.ToUnixTimeMilliseconds() == row.QueuedAt.ToUnixTimeMilliseconds()
        && known with { QueuedAt = row.QueuedAt, LastFence = row.LastFence } == row;

    public async Task RepairAllAsync(CancellationToken cancellation)
    {
        var departments = await db.Set<Consultation>()
            .Where(consultation => consultation.Status == ConsultationStatus.Waiting)
            .Select(consultation => consultation.DepartmentId)
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var department in departments)
        {
            await RepairAsync(department, cancellation);
        }
    }
}
