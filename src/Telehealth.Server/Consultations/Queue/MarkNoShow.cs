using Microsoft.Extensions.Options;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class MarkNoShow
{
    /// <summary>Attendance decides, not the click: it is refused while the patient is here or was seen a moment ago.</summary>
    public static async Task<Outcome> Handle(
        Guid id,
        CurrentStaff staff,
        TelehealthDb db,
        PlaceChange places,
        Attendance attendance,
        IOptions<AttendanceOptions> rules,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        // Sent twice: the first click took the patient from this doctor.
        if (await places.LastOwnStepAsync(id, staff.PractitionerId, cancellation) is { Kind: QueueStepKind.Missed }
            && await ConsultationAccess.FindAsync(db, id, cancellation) is { IsMissed: true })
        {
            return Outcome.Done;
        }

        var outcome = await places.ApplyAsync(
            async () => await ConsultationAccess.FindTreatedAsync(db, id, staff, cancellation) is { } found
                ? found
                : ConsultationRefusals.NotFound,
            async consultation =>
            {
                var (isHere, unknown) = await attendance.IsPatientHereAsync(consultation, cancellation);
                return unknown is null ? consultation.Miss(isHere, rules.Value, clock.GetUtcNow()) : (null, unknown);
            },
            cancellation);
        return outcome.Refusal;
    }
}
