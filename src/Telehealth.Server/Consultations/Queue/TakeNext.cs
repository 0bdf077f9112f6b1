using Telehealth.Coordination;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Consultations.Queue;

internal static class TakeNext
{
    public static async Task<Outcome<ConsultationDetails>> Handle(
        Guid id,
        CurrentStaff staff,
        QueueClaims claims,
        IQueueStore queue,
        ConsultationReader reader,
        CancellationToken cancellation)
    {
        if (staff.DepartmentId != id)
        {
            return ConsultationRefusals.DepartmentNotFound;
        }

        while (true)
        {
            var (claim, unavailable) = await queue.ClaimNextAsync(id, staff.PractitionerId, cancellation);
            if (claim is null)
            {
                return unavailable ?? ConsultationRefusals.QueueEmpty;
            }

            // An entry whose row no longer waits falls out of the store, so this ends.
            if (await claims.TakeAsync(id, claim, staff.PractitionerId, cancellation) is { } taken)
            {
                return await reader.DetailsAsync(taken, staff, cancellation);
            }
        }
    }
}
