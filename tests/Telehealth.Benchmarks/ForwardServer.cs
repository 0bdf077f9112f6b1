using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media;

namespace Telehealth.Benchmarks;

/// <summary>A media server that is signalled over standard input and output and tells what it costs.</summary>
internal static class ForwardServer
{
    private static readonly RoomId _room = new("forward");

    public static async Task RunAsync()
    {
        var options = new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"], MaxSeatsPerRoom = 10_000 };
        await using var server = new MediaServer(options, TimeProvider.System, NullLoggerFactory.Instance);
        server.Start();
        var seats = new Dictionary<string, Seat>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var message = ForwardMessage.Read(line);
            switch (message.Op)
            {
                case "enter":
                    seats.Add(message.Seat, Enter(server, message.Seat));
                    break;
                case "publish":
                    TrackIntent[] tracks = [new("0", TrackSource.Microphone, false), new("1", TrackSource.Camera, false)];
                    var (answer, refusal) = await seats[message.Seat].PublishAsync(message.Sdp, tracks, CancellationToken.None);
                    Tell(new ForwardMessage("published", message.Seat, Sdp: answer ?? throw new InvalidOperationException(refusal)));
                    break;
                case "answer":
                    await seats[message.Seat].AnswerSubscriptionAsync(message.OfferId, message.Sdp, CancellationToken.None);
                    break;
                case "measure":
                    Tell(new ForwardMessage(
                        "measured",
                        CpuMicros: Environment.CpuUsage.TotalTime.TotalMicroseconds,
                        AllocatedBytes: GC.GetTotalAllocatedBytes()));
                    break;
            }
        }
    }

    private static Seat Enter(MediaServer server, string name)
    {
        var (seat, refusal) = server.Enter(_room, new SeatId(name), new SeatRights(true, true, true, true));
        _ = PumpAsync(seat ?? throw new InvalidOperationException(refusal));
        return seat;
    }

    private static async Task PumpAsync(Seat seat)
    {
        await foreach (var told in seat.Events.ReadAllAsync())
        {
            if (told is SeatEvent.Offered offered)
            {
                Tell(new ForwardMessage("offered", seat.Id.Value, offered.OfferId, offered.Sdp));
            }
        }
    }

    private static void Tell(ForwardMessage message)
    {
        lock (_told)
        {
            Console.Out.WriteLine(message.Write());
            Console.Out.Flush();
        }
    }

    private static readonly Lock _told = new();
}
