using Microsoft.EntityFrameworkCore;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>The only way from an id in a request to a row: who may not see it gets the same null as for an id that does not exist.</summary>
internal static class ConsultationAccess
{
    /// <summary>The treating doctor, whoever asked for the consultation, and a waiting patient's department.</summary>
    public static bool MayRead(Consultation consultation, CurrentStaff staff) =>
        consultation.IsTreatedBy(staff.PractitionerId)
        || consultation.RequestedByPractitionerId == staff.PractitionerId
        || MayTake(consultation, staff);

    public static bool MayTake(Consultation consultation, CurrentStaff staff) =>
        consultation.Status == ConsultationStatus.Waiting
        && staff.Role == StaffRole.Specialist
        && staff.DepartmentId == consultation.DepartmentId;

    /// <summary>Who may change a waiting patient's place: the department, and whoever asked for the consultation.</summary>
    public static bool MayArrange(Consultation consultation, CurrentStaff staff) =>
        consultation.RequestedByPractitionerId == staff.PractitionerId || MayTake(consultation, staff);

    public static async Task<Consultation?> FindReadableAsync(
        TelehealthDb db, Guid id, CurrentStaff staff, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } found && MayRead(found, staff) ? found : null;

    public static async Task<Consultation?> FindRequestedAsync(
        TelehealthDb db, Guid id, CurrentStaff staff, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } found && found.RequestedByPractitionerId == staff.PractitionerId ? found : null;

    /// <summary>A clinic doctor's own case: what the patient wrote alone is not theirs to change.</summary>
    public static async Task<Consultation?> FindOwnCaseAsync(
        TelehealthDb db, Guid id, CurrentStaff staff, CancellationToken cancellation) =>
        await FindRequestedAsync(db, id, staff, cancellation) is { Kind: ConsultationKind.ClinicMediated } found ? found : null;

    public static async Task<Consultation?> FindTreatedAsync(
        TelehealthDb db, Guid id, CurrentStaff staff, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } found && found.IsTreatedBy(staff.PractitionerId) ? found : null;

    public static async Task<(Consultation Consultation, Participant Participant)?> FindJoinedAsync(
        TelehealthDb db, Guid id, Caller caller, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } found && caller.In(found) is { } participant ? (found, participant) : null;

    /// <summary>The cookie outlives nothing that it names, so a patient's consultation is always there.</summary>
    public static Task<Consultation> FindMineAsync(TelehealthDb db, CurrentPatient patient, CancellationToken cancellation) =>
        db.Set<Consultation>().SingleAsync(consultation => consultation.Id == patient.ConsultationId, cancellation);

    public static Task<Consultation?> FindAsync(TelehealthDb db, Guid id, CancellationToken cancellation) =>
        db.Set<Consultation>().SingleOrDefaultAsync(consultation => consultation.Id == id, cancellation);
}
