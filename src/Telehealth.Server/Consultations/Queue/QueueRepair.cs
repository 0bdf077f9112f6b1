using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Brings back who waits by the rows and is missing in the store, which may have lost its last second or learnt of two changes
/// in the wrong order.</summary>
internal sealed class QueueRepair(TelehealthDb db, IQueueStore queue)
{
    /// <returns>True when somebody was missing and the order was built again.</returns>
    public async Task<bool> RepairAsync(Guid departmentId, CancellationToken cancellation)
    {
        // The rows last: what joins meanwhile is missing in the older list, and building once too often harms nobody.
        var (known, refusal) = await queue.ListAsync(departmentId, cancellation);
        if (refusal is not null)
        {
            return false;
        }

        var rows = await QueuePlaces.Waiting(db, departmentId).AsNoTracking().ToListAsync(cancellation);
        return !rows.TrueForAll(row => known.Contains(row.Id))
            && await queue.RebuildAsync(departmentId, rows.ConvertAll(QueuePlaces.EntryOf), cancellation) is null;
    }

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
