using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media;

namespace Telehealth.Benchmarks.Targets;

/// <summary>The far end of <see cref="TelehealthTarget"/>: our media server, signalled over standard input and output.</summary>
internal sealed class MediaServerProcess(MediaServer server) : IDisposable
{
    private readonly Dictionary<string, Seat> _seats = [];
    private readonly PauseLog _pauses = new();
    private readonly Lock _telling = new();

    /// <param name="options">JSON of <see cref="MediaOptions"/>.</param>
    public static async Task RunAsync(string options)
    {
        await using var server = new MediaServer(
            JsonSerializer.Deserialize<MediaOptions>(options)!, TimeProvider.System, NullLoggerFactory.Instance);
        server.Start();
        using var process = new MediaServerProcess(server);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await process.HearAsync(ServerMessage.Read(line));
        }
    }

    public void Dispose() => _pauses.Dispose();

    private async Task HearAsync(ServerMessage message)
    {
        switch (message.Op)
        {
            case "enter":
                _seats.Add(message.Seat, Enter(message));
                break;
            case "publish":
                TrackIntent[] tracks = [new("0", TrackSource.Microphone, false), new("1", TrackSource.Camera, false)];
                var (answer, refusal) = await _seats[message.Seat].PublishAsync(message.Sdp, tracks, CancellationToken.None);
                Tell(new ServerMessage("published", message.Seat) { Sdp = answer ?? throw new InvalidOperationException(refusal) });
                break;
            case "answer":
                await _seats[message.Seat].AnswerSubscriptionAsync(message.OfferId, message.Sdp, CancellationToken.None);
                Tell(new ServerMessage("answered", message.Seat));
                break;
            case "tiles":
                _seats[message.Seat].SetTiles(message.Tiles);
                break;
            case "leave":
                _seats.Remove(message.Seat, out var seat);
                seat?.Leave();
                break;
            case "measure":
                Tell(_pauses.Describe(GC.GetTotalAllocatedBytes()));
                break;
        }
    }

    private Seat Enter(ServerMessage message)
    {
        var (seat, refusal) = server.Enter(new RoomId(message.Room), new SeatId(message.Seat), new SeatRights(true, true, true, true));
        _ = PumpAsync(seat ?? throw new InvalidOperationException(refusal));
        return seat;
    }

    private async Task PumpAsync(Seat seat)
    {
        await foreach (var told in seat.Events.ReadAllAsync())
        {
            if (told is SeatEvent.Offered offered)
            {
                Tell(new ServerMessage("offered", seat.Id.Value) { OfferId = offered.OfferId, Sdp = offered.Sdp, Tracks = offered.Tracks });
            }
        }
    }

    private void Tell(ServerMessage message)
    {
        lock (_telling)
        {
            Console.Out.WriteLine(message.Write());
            Console.Out.Flush();
        }
    }
}
