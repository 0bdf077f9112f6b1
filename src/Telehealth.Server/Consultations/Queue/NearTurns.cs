using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Tells each waiting patient once that the turn is near. The row keeps it, so who was away then still learns of it.</summary>
internal sealed class NearTurns(
    TelehealthDb db, QueuePlaces places, QueueDoor door, QueuePolicy policy, ClinicNotifications notifications, TimeProvider clock)
{
    private const int NearPlace = 2;
    private const int NearMinutes = 5;

    /// <summary>Nobody further back is called within minutes, however many doctors there are in a county's department.</summary>
    private const int FurthestPlace = 12;

    /// <summary>Nobody is told in a paused queue: whoever stays near is told when it goes on.</summary>
    public async Task TellAsync(Guid departmentId, CancellationToken cancellation)
    {
        if ((await door.StateAsync(departmentId, cancellation)).PausedUntil is not null)
        {
            return;
        }

        var rows = await QueuePlaces.Waiting(db, departmentId).AsNoTracking().ToDictionaryAsync(row => row.Id, cancellation);
        foreach (var queue in rows.Values.GroupBy(row => row.NamedDoctorId))
        {
            foreach (var position in QueueOrder.Explain(policy, queue.Select(QueuePlaces.EntryOf), null, clock.GetUtcNow()).Take(FurthestPlace))
            {
                var row = rows[position.EntryId];
                if (row.NearAt is null && await IsNearAsync(row, position, cancellation) && await KeepAsync(row.Id, cancellation))
                {
                    notifications.TurnNear(row.Id);
                }
            }
        }
    }

    public async Task TellAllAsync(CancellationToken cancellation)
    {
        var departments = await db.Set<Consultation>()
            .Where(row => row.Status == ConsultationStatus.Waiting && row.NearAt == null)
            .Select(row => row.DepartmentId)
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var department in departments)
        {
            await TellAsync(department, cancellation);
        }
    }

    private async Task<bool> IsNearAsync(Consultation row, QueuePosition position, CancellationToken cancellation) =>
        position.Place <= NearPlace || (await places.FindAsync(row, cancellation))?.Wait.P50Minutes <= NearMinutes;

    /// <summary>False when another node was faster, or the patient waits no longer.</summary>
    private async Task<bool> KeepAsync(Guid consultationId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return await db.Set<Consultation>()
            .Where(row => row.Id == consultationId && row.Status == ConsultationStatus.Waiting && row.NearAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.NearAt, now), cancellation) == 1;
    }
}
