using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>A consultation whose doctor was not seen for long, so that a colleague can free the patient.</summary>
public sealed record StuckConsultation(Guid ConsultationId, string PatientName, LocalizedName DoctorName, DateTimeOffset UnseenSince);

/// <param name="Stuck">Only for the department's own specialists.</param>
public sealed record QueueDeskView(
    QueueState State, IReadOnlyList<OpeningHours> Hours, int Waiting, IReadOnlyList<StuckConsultation> Stuck);

/// <summary>Changes and shows a department's counter.</summary>
internal sealed class DepartmentQueues(TelehealthDb db, IOptions<AttendanceOptions> rules, TimeProvider clock)
{
    public async Task<Outcome<QueueDeskView>> ChangeAsync(
        Guid departmentId, CurrentStaff staff, Action<DepartmentQueue> change, CancellationToken cancellation)
    {
        if (staff.DepartmentId != departmentId)
        {
            return ConsultationRefusals.DepartmentNotFound;
        }

        try
        {
            await StoreAsync(departmentId, change, cancellation);
        }
        catch (DbUpdateException)
        {
            // A colleague made the row in the same moment.
            db.ChangeTracker.Clear();
            await StoreAsync(departmentId, change, cancellation);
        }

        return await ViewAsync(departmentId, staff, cancellation);
    }

    public async Task<QueueDeskView> ViewAsync(Guid departmentId, CurrentStaff staff, CancellationToken cancellation)
    {
        var queue = await db.Set<DepartmentQueue>().AsNoTracking()
            .SingleOrDefaultAsync(one => one.DepartmentId == departmentId, cancellation);
        var waiting = await QueuePlaces.Waiting(db, departmentId).CountAsync(cancellation);
        var stuck = staff.Role == StaffRole.Specialist && staff.DepartmentId == departmentId
            ? await StuckAsync(departmentId, staff, cancellation)
            : [];
        return new QueueDeskView(QueueDoor.StateOf(queue, clock.GetUtcNow()), queue?.Hours ?? [], waiting, stuck);
    }

    private async Task StoreAsync(Guid departmentId, Action<DepartmentQueue> change, CancellationToken cancellation)
    {
        var queue = await db.Set<DepartmentQueue>().SingleOrDefaultAsync(one => one.DepartmentId == departmentId, cancellation);
        if (queue is null)
        {
            queue = new DepartmentQueue { DepartmentId = departmentId };
            db.Add(queue);
        }

        change(queue);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task<IReadOnlyList<StuckConsultation>> StuckAsync(
        Guid departmentId, CurrentStaff staff, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var running = await (
            from consultation in db.Set<Consultation>().AsNoTracking()
            where consultation.DepartmentId == departmentId
                && consultation.Status == ConsultationStatus.InProgress
                && consultation.DoctorPractitionerId != staff.PractitionerId
            join patient in db.Set<Patient>() on consultation.PatientId equals patient.Id
            join doctor in db.Set<Practitioner>() on consultation.DoctorPractitionerId equals doctor.Id
            select new { consultation, Patient = patient.Name, Doctor = doctor.Name }).ToListAsync(cancellation);
        return [.. running
            .Where(row => row.consultation.MayFreeAt(rules.Value) <= now)
            .Select(row => new StuckConsultation(
                row.consultation.Id,
                row.Patient,
                row.Doctor,
                row.consultation.DoctorSeenAt ?? row.consultation.StartedAt!.Value))];
    }
}
