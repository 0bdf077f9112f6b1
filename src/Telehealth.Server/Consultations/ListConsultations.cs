using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Queue;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

internal static class ListConsultations
{
    private const int MaxClosed = 20;

    /// <summary>One's own: asked for or treated, all open ones and the last that ended.</summary>
    public static async Task<Outcome<ConsultationListItem[]>> Handle(
        CurrentStaff staff, TelehealthDb db, TimeProvider clock, CancellationToken cancellation)
    {
        var mine = db.Set<Consultation>().AsNoTracking().Where(consultation =>
            consultation.RequestedByPractitionerId == staff.PractitionerId
            || consultation.DoctorPractitionerId == staff.PractitionerId);
        var open = await mine
            .Where(consultation => consultation.Status == ConsultationStatus.Planned
                || consultation.Status == ConsultationStatus.Waiting
                || consultation.Status == ConsultationStatus.InProgress
                || consultation.Status == ConsultationStatus.Ended)
            .OrderByDescending(consultation => consultation.CreatedAt)
            .ToListAsync(cancellation);
        var closed = await mine
            .Where(consultation => consultation.Status == ConsultationStatus.Completed
                || consultation.Status == ConsultationStatus.Cancelled)
            .OrderByDescending(consultation => consultation.EndedAt)
            .Take(MaxClosed)
            .ToListAsync(cancellation);
        return await DescribeAsync([.. open, .. closed], db, clock.GetUtcNow(), cancellation);
    }

    private static async Task<ConsultationListItem[]> DescribeAsync(
        IReadOnlyList<Consultation> rows, TelehealthDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var patientIds = rows.Select(row => row.PatientId).ToArray();
        var patients = await db.Set<Patient>().AsNoTracking()
            .Where(patient => patientIds.Contains(patient.Id)).ToDictionaryAsync(patient => patient.Id, cancellation);
        var departmentIds = rows.Select(row => row.DepartmentId).ToArray();
        var departments = await db.Set<Department>().AsNoTracking()
            .Where(department => departmentIds.Contains(department.Id))
            .ToDictionaryAsync(department => department.Id, cancellation);
        var doctorIds = rows.Select(row => row.DoctorPractitionerId).OfType<Guid>().ToArray();
        var doctors = await db.Set<Practitioner>().AsNoTracking()
            .Where(doctor => doctorIds.Contains(doctor.Id)).ToDictionaryAsync(doctor => doctor.Id, cancellation);
        return [.. rows.Select(row => new ConsultationListItem(
            row.Id,
            row.Kind,
            row.Status,
            patients[row.PatientId].Name,
            patients[row.PatientId].AgeAt(now),
            patients[row.PatientId].Gender,
            departments[row.DepartmentId].Name,
            row.Urgency,
            ListQueue.ReasonOf(row),
            row.CreatedAt,
            row.StartedAt,
            row.EndedAt,
            row.DoctorPractitionerId is { } doctorId ? doctors[doctorId].Name : null,
            row.NoteVersions > 0,
            row.IsMissed))];
    }
}
