using Microsoft.Extensions.Options;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class FreeConsultation
{
    /// <summary>By the department, or whoever asked for the consultation, once its doctor was not seen for long.</summary>
    public static async Task<Outcome> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        PlaceChange places,
        Attendance attendance,
        IOptions<AttendanceOptions> rules,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if (await places.LastOwnStepAsync(id, staff.PractitionerId, cancellation) is { Kind: QueueStepKind.Freed })
        {
            return Outcome.Done;
        }

        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindAsync(db, id, cancellation) is { } found && MayFree(found, staff)
                ? found
                : ConsultationRefusals.NotFound,
            async consultation =>
            {
                var (isHere, unknown) = await attendance.IsDoctorHereAsync(consultation, cancellation);
                return unknown is null
                    ? consultation.Free(staff.PractitionerId, !request.End, isHere, rules.Value, clock.GetUtcNow())
                    : (null, unknown);
            },
            cancellation);
        return outcome.Refusal;
    }

    private static bool MayFree(Consultation consultation, CurrentStaff staff) =>
        consultation.RequestedByPractitionerId == staff.PractitionerId
        || (staff.Role == StaffRole.Specialist && staff.DepartmentId == consultation.DepartmentId);

    /// <param name="End">Ends it, for the doctor to write the note later; else the patient stands at the old place again.</param>
    public sealed record Request(bool End);
}
