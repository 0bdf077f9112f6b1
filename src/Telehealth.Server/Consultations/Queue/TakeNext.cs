using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class TakeNext
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        TelehealthDb db,
        QueueClaims claims,
        RowClaims rowClaims,
        IQueueStore queue,
        QueuePlaces places,
        QueueRepair repair,
        QueueDoor door,
        ConsultationReader reader,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        if (staff.DepartmentId != id)
        {
            return ConsultationRefusals.DepartmentNotFound;
        }

        if ((await door.StateAsync(id, cancellation)).PausedUntil is not null)
        {
            return ConsultationRefusals.QueuePaused;
        }

        if (await Licence.CheckAsync(db, staff.PractitionerId, id, clock.GetUtcNow(), cancellation) is { } unlicensed)
        {
            return unlicensed;
        }

        var claimant = await places.ClaimantAsync(staff.PractitionerId, cancellation);
        while (true)
        {
            // The same click again, because its first answer was lost on the way.
            if (await FindTakenAsync(db, staff, request, cancellation) is { } before)
            {
                return await reader.DetailsAsync(before, staff, cancellation);
            }

            var (claim, unavailable) = await queue.ClaimNextAsync(id, claimant, cancellation);
            if (claim is null && unavailable is null && await repair.RepairAsync(id, cancellation))
            {
                (claim, unavailable) = await queue.ClaimNextAsync(id, claimant, cancellation);
            }

            using var turn = unavailable is null ? null : await rowClaims.EnterAsync(cancellation);
            if (unavailable is not null && turn is null)
            {
                return unavailable;
            }

            if (turn is not null && (await places.OrderForAsync(id, staff.PractitionerId, cancellation)).Rows is [var first, ..])
            {
                claim = claims.ClaimWithoutStore(first);
            }

            if (claim is null)
            {
                return ConsultationRefusals.QueueEmpty;
            }

            // An entry whose row no longer waits falls out of the store, so this ends.
            if (await TakeAsync(db, claims, id, claim, staff, request, cancellation) is { } taken)
            {
                return await reader.DetailsAsync(taken, staff, cancellation);
            }
        }
    }

    private static Task<Consultation?> FindTakenAsync(
        TelehealthDb db, CurrentStaff staff, Request request, CancellationToken cancellation) =>
        db.Set<Consultation>().SingleOrDefaultAsync(
            other => request.RequestId != null
                && other.TakeRequestId == request.RequestId
                && other.DoctorPractitionerId == staff.PractitionerId
                && other.Status == ConsultationStatus.InProgress,
            cancellation);

    private static async Task<Consultation?> TakeAsync(
        TelehealthDb db,
        QueueClaims claims,
        Guid departmentId,
        Claim claim,
        CurrentStaff staff,
        Request request,
        CancellationToken cancellation)
    {
        try
        {
            return await claims.TakeAsync(departmentId, claim, staff.PractitionerId, request.RequestId, cancellation);
        }
        catch (DbUpdateException exception) when (exception is not DbUpdateConcurrencyException)
        {
            // Sent twice at the same time: the request's number is taken, and the claim was given back.
            db.ChangeTracker.Clear();
            if (await FindTakenAsync(db, staff, request, cancellation) is null)
            {
                throw;
            }

            return null;
        }
    }

    /// <param name="RequestId">One for each click of the doctor, the same when it is sent again.</param>
    public sealed record Request(Guid? RequestId = null);
}
