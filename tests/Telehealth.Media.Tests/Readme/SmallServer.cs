using System.Net.WebSockets;
using System.Text.Json;

namespace Telehealth.Media.Readme;

/// <summary>The example of the package's README, word for word.</summary>
internal static class SmallServer
{
    public sealed record Said(string Sdp, int OfferId, IReadOnlyList<TrackIntent>? Tracks);

    public static async Task ServeAsync(MediaServer server, WebSocket socket, string room, string person, CancellationToken stop)
    {
        using var turn = new SemaphoreSlim(1);
        var (seat, refusal) = server.Enter(new RoomId(room), new SeatId(person), new SeatRights(true, true, true, true));
        var telling = seat is null ? TellAsync(new { refusal }) : TellEventsAsync(seat);
        var buffer = new byte[64 * 1024];
        while (seat is not null && await socket.ReceiveAsync(buffer, stop) is { Count: > 0, EndOfMessage: true } received)
        {
            var said = JsonSerializer.Deserialize<Said>(buffer.AsSpan(0, received.Count))!;
            if (said.Tracks is null)
            {
                await seat.AnswerSubscriptionAsync(said.OfferId, said.Sdp, stop);
                continue;
            }

            var (answer, refused) = await seat.PublishAsync(said.Sdp, said.Tracks, stop);
            await TellAsync(new { answer, refused });
        }

        seat?.Leave();
        await telling;

        async Task TellEventsAsync(Seat seat)
        {
            await foreach (var happened in seat.Events.ReadAllAsync(stop))
            {
                // RoomChanged, SpeakersChanged, QualityChanged and the others are for the client too.
                await TellAsync(new { happened.GetType().Name, Event = (object)happened });
            }
        }

        async Task TellAsync(object what)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(what);
            await turn.WaitAsync(stop);
            await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, stop);
            turn.Release();
        }
    }
}
