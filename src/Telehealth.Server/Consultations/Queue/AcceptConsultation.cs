using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class AcceptConsultation
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        CurrentStaff staff,
        TelehealthDb db,
        QueueClaims claims,
        RowClaims rowClaims,
        IQueueStore queue,
        QueueRepair repair,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var consultation = await ConsultationAccess.FindAsync(db, id, cancellation);
        if (consultation is null || !MayAnswer(consultation, staff))
        {
            return ConsultationRefusals.NotFound;
        }

        if (!consultation.MayBeTakenBy(staff.PractitionerId))
        {
            return ConsultationRefusals.WaitsForAnotherDoctor;
        }

        if (consultation.Status != ConsultationStatus.Waiting)
        {
            // A second click of the same doctor finds what the first one did.
            return consultation.Status == ConsultationStatus.InProgress && consultation.IsTreatedBy(staff.PractitionerId)
                ? await reader.DetailsAsync(consultation, staff, cancellation)
                : ConsultationRefusals.NotWaiting;
        }

        if (await Licence.CheckAsync(db, staff.PractitionerId, consultation.DepartmentId, clock.GetUtcNow(), cancellation) is { } unlicensed)
        {
            return unlicensed;
        }

        var (claim, unavailable) = await queue.ClaimAsync(consultation.DepartmentId, id, staff.PractitionerId, cancellation);
        if (claim is null && unavailable is null && await repair.RepairAsync(consultation.DepartmentId, cancellation))
        {
            (claim, unavailable) = await queue.ClaimAsync(consultation.DepartmentId, id, staff.PractitionerId, cancellation);
        }

        using var turn = unavailable is null ? null : await rowClaims.EnterAsync(cancellation);
        if (unavailable is not null && turn is null)
        {
            return unavailable;
        }

        if (turn is not null)
        {
            claim = claims.ClaimWithoutStore(consultation);
        }

        if (claim is null)
        {
            return ConsultationRefusals.NotWaiting;
        }

        var taken = await claims.TakeAsync(consultation.DepartmentId, claim, staff.PractitionerId, null, cancellation);
        return taken is null ? ConsultationRefusals.NotWaiting : await reader.DetailsAsync(taken, staff, cancellation);
    }

    /// <summary>A colleague who was faster is no secret inside the department; to everybody else the case does not exist.</summary>
    private static bool MayAnswer(Consultation consultation, CurrentStaff staff) =>
        staff.DepartmentId == consultation.DepartmentId && consultation.QueuedAt is not null;
}
