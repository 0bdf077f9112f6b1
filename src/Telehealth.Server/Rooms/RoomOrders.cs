using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>Ends rooms and seats on whichever node they are: here, by message, and by a record for nodes that do not hear the message.</summary>
internal sealed class RoomOrders(RoomRecords records, RoomBus bus, RoomSeats? here, TimeProvider clock)
{
    public async Task<Refusal?> CloseAsync(Guid room, CancellationToken cancellation)
    {
        var closed = new ClosedRoom(room, clock.GetUtcNow());
        here?.Close(closed);
        return await records.CloseAsync(room, closed.At, cancellation) ?? await bus.TellAsync(closed, cancellation);
    }

    public async Task<Refusal?> RemoveAsync(RemovedSeat seat, CancellationToken cancellation)
    {
        here?.Remove(seat);
        return await records.RemoveAsync(seat.Room, seat.Seat, new SeatEnd(seat.Until, seat.Before), cancellation) ?? await bus.TellAsync(seat, cancellation);
    }
}
