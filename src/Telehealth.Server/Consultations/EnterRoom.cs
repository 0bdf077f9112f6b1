using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Rooms;
using Telehealth.Storage;

namespace Telehealth.Consultations;

public sealed record RoomEntry(
    string Pass,
    string HubUrl,
    string Seat,
    IReadOnlyList<SeatName> Seats,
    IReadOnlyList<IceServer> IceServers,
    DateTimeOffset ExpiresAt,
    SpareDoor? Standby);

/// <summary>A room's id is its consultation's; it is open while the consultation is in progress.</summary>
internal static class EnterRoom
{
    public static async Task<Outcome<RoomEntry>> Handle(
        Guid id, [AsParameters] Caller caller, TelehealthDb db, RoomEntrance rooms, TimeProvider clock, CancellationToken cancellation)
    {
        if (await ConsultationAccess.FindJoinedAsync(db, id, caller, cancellation) is not { } joined)
        {
            return ConsultationRefusals.RoomNotFound;
        }

        if (joined.Consultation.Status != ConsultationStatus.InProgress)
        {
            return ConsultationRefusals.RoomNotOpen;
        }

        if (joined.Participant.Role == SeatRole.Patient && joined.Consultation.ConsentVersion is null)
        {
            return ConsultationRefusals.ConsentMissing;
        }

        // Both doctors lead: the one beside the patient may be the only one who hears the television.
        var rights = joined.Participant.Role == SeatRole.Patient ? RoomRights.Participant : RoomRights.Moderator;
        var (door, refusal) = await rooms.OpenAsync(id, joined.Participant.Seat, rights, joined.Consultation.ClaimFence, cancellation);
        if (door is null)
        {
            return refusal!;
        }

        if (joined.Participant.Role != SeatRole.Specialist)
        {
            var now = clock.GetUtcNow();
            await db.Set<Consultation>()
                .Where(consultation => consultation.Id == id && consultation.Status == ConsultationStatus.InProgress)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.PatientEnteredAt, now).SetProperty(row => row.PatientSeenAt, now),
                    cancellation);
        }

        var seats = await ConsultationSeats.ListAsync(db, joined.Consultation, cancellation);
        return new RoomEntry(door.Pass, door.HubUrl, joined.Participant.Seat, seats, door.IceServers, door.ExpiresAt, door.Standby);
    }
}
