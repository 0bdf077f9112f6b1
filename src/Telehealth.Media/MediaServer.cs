using System.Net;
using Microsoft.Extensions.Logging;

namespace Telehealth.Media;

/// <summary>The selective forwarding unit: rooms, seats and one UDP port.</summary>
public sealed class MediaServer : IAsyncDisposable
{
    public MediaServer(MediaOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        _ = (options, clock, logs);
    }

    /// <summary>Binds the UDP port and starts the media loop; throws when the port cannot be bound.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>True while the media loop runs and its port is bound.</summary>
    public bool IsListening => throw new NotImplementedException();

    /// <summary>Where the port is bound, for tests and health.</summary>
    public IPEndPoint LocalEndPoint => throw new NotImplementedException();

    /// <summary>Takes a seat, opening the room when it is the first. A live seat of the same id is closed as <c>replaced</c>.</summary>
    /// <returns>The seat, or the refusal code <c>media.room_full</c>, <c>media.rooms_full</c>, <c>media.stopping</c>.</returns>
    public (Seat? Seat, string? Refusal) Enter(RoomId room, SeatId seat, SeatRights rights) => throw new NotImplementedException();

    /// <summary>Ends a room for everybody in it.</summary>
    public void CloseRoom(RoomId room) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
