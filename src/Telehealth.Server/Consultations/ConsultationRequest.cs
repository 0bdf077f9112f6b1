using Microsoft.EntityFrameworkCore;
using Telehealth.Consultations.Queue;
using Telehealth.Directory;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>Who may be brought to whom.</summary>
internal static class ConsultationRequest
{
    public static async Task<Refusal?> CheckAsync(
        TelehealthDb db,
        ConsortiumRules rules,
        CurrentStaff staff,
        Guid patientId,
        Guid departmentId,
        ConsortiumAct act,
        CancellationToken cancellation)
    {
        if (await PatientReach.FindAsync(db, staff, patientId, cancellation) is null)
        {
            return ConsultationRefusals.PatientNotFound;
        }

        return await CheckActAsync(rules, act, staff.InstitutionId, staff, departmentId, cancellation)
            ?? await OpenPlace.FindOtherAsync(db, patientId, null, cancellation);
    }

    /// <summary>Only departments that the own institution can ask are known.</summary>
    public static async Task<Refusal?> CheckDepartmentAsync(
        ConsortiumRules rules, CurrentStaff staff, Guid departmentId, CancellationToken cancellation) =>
        await FindAsync(rules, staff, departmentId, cancellation) is null ? ConsultationRefusals.DepartmentNotFound : null;

    /// <summary>Who sends must know the department, and the institution whose patient it is must have agreed to that.</summary>
    public static async Task<Refusal?> CheckActAsync(
        ConsortiumRules rules, ConsortiumAct act, Guid fromInstitutionId, CurrentStaff staff, Guid departmentId, CancellationToken cancellation)
    {
        if (await FindAsync(rules, staff, departmentId, cancellation) is not { } department)
        {
            return ConsultationRefusals.DepartmentNotFound;
        }

        return await rules.AllowsAsync(act, fromInstitutionId, department.InstitutionId, department.Specialty, cancellation)
            ? null
            : DirectoryRefusals.NotAgreed;
    }

    /// <summary>A patient who talks to the other doctor alone is referred; with the own doctor beside, that one consults.</summary>
    public static ConsortiumAct ActOf(ConsultationKind kind) =>
        kind == ConsultationKind.ClinicMediated ? ConsortiumAct.Consult : ConsortiumAct.Refer;

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

    private static async Task<Department?> FindAsync(
        ConsortiumRules rules, CurrentStaff staff, Guid departmentId, CancellationToken cancellation) =>
        await (await rules.AskableAsync(staff.InstitutionId, cancellation))
            .FirstOrDefaultAsync(department => department.Id == departmentId, cancellation);
}
