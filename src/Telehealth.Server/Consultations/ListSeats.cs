using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Consultations;

internal static class ListSeats
{
    public static async Task<Outcome<SeatName[]>> Handle(
        Guid id, [AsParameters] Caller caller, TelehealthDb db, CancellationToken cancellation) =>
        await ConsultationAccess.FindJoinedAsync(db, id, caller, cancellation) is { } joined
            ? (await ConsultationSeats.ListAsync(db, joined.Consultation, cancellation)).ToArray()
            : ConsultationRefusals.RoomNotFound;
}
