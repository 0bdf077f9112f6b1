using Telehealth.Consultations.Queue;
using Telehealth.Directory;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>Who may be brought to whom.</summary>
internal static class ConsultationRequest
{
    public static async Task<Refusal?> CheckAsync(
        TelehealthDb db, CurrentStaff staff, Guid patientId, Guid departmentId, CancellationToken cancellation)
    {
        if (await PatientReach.FindAsync(db, staff, patientId, cancellation) is null)
        {
            return ConsultationRefusals.PatientNotFound;
        }

        return await CheckDepartmentAsync(db, staff, departmentId, cancellation)
            ?? await OpenPlace.FindOtherAsync(db, patientId, null, cancellation);
    }

    /// <summary>Only departments of the own consortium can be asked.</summary>
    public static async Task<Refusal?> CheckDepartmentAsync(
        TelehealthDb db, CurrentStaff staff, Guid departmentId, CancellationToken cancellation)
    {
        var known = await ListDepartments.Handle(staff, db, cancellation);
        return known.Value.Any(department => department.Id == departmentId) ? null : ConsultationRefusals.DepartmentNotFound;
    }

    public static Consultation New(
        ConsultationKind kind, Guid patientId, Guid departmentId, CurrentStaff staff, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(now),
            Kind = kind,
            PatientId = patientId,
            DepartmentId = departmentId,
            RequestedByPractitionerId = staff.PractitionerId,
            RequestingInstitutionId = staff.InstitutionId,
            CreatedAt = now,
        };
}
