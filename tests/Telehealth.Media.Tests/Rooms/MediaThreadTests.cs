using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Ice;
using Telehealth.Media.Peer;

namespace Telehealth.Media;

/// <summary>The threads and sockets under the rooms, through the server's front door.</summary>
public sealed class MediaThreadTests : IDisposable
{
    private readonly PeerLoop _loop = new();

    public void Dispose()
    {
        _loop.Dispose();
        Assert.Null(_loop.Fault);
    }

    [Fact]
    public async Task A_room_stays_on_the_thread_that_had_the_fewest_seats()
    {
        await using var server = Start(new MediaOptions { Threads = 2 });
        await using var patient = HeadlessPeer.Enter(server, _loop, "first", "patient");
        await using var doctor = HeadlessPeer.Enter(server, _loop, "first", "doctor");
        await using var other = HeadlessPeer.Enter(server, _loop, "second", "patient");
        await using var third = HeadlessPeer.Enter(server, _loop, "third", "patient");
        Assert.Equal([2, 2], server.Threads.Select(thread => thread.Seats));

        await patient.PublishAsync(new PublishShape { Video = false });
        await other.PublishAsync(new PublishShape { Video = false });

        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Microphone)?.Packets > 20, "sound in the first room");
        var ports = server.Threads.Select(thread => (ushort)thread.Loop.LocalEndPoint.Port).ToArray();
        Assert.NotEqual(ports[0], ports[1]);
        Assert.Equal(ports[0], patient.Publisher!.Transport.RemotePort);
        Assert.Equal(ports[0], doctor.Subscriber.Transport.RemotePort);
        Assert.Equal(ports[1], other.Publisher!.Transport.RemotePort);

        third.Seat.Leave();
        await Waiting.Until(() => server.Threads[1].Seats == 1, "the seat given back");
        Assert.True(server.Counters.DatagramsReceived > server.Threads[0].Loop.Counters.DatagramsReceived);
    }

    [Fact]
    public async Task Other_systems_sockets_carry_a_call_too()
    {
        await using var server = Start(new MediaOptions { UsePortableSockets = true });
        await using var patient = HeadlessPeer.Enter(server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(server, _loop, "room", "doctor");

        await patient.PublishAsync(new PublishShape());

        await Waiting.Until(
            () => doctor.StreamOf("patient", TrackSource.Microphone)?.Packets > 50
                && doctor.StreamOf("patient", TrackSource.Camera)?.Frames > 30,
            "a second of sound and of picture");
        Assert.Equal(0, doctor.StreamOf("patient", TrackSource.Microphone)!.Lost);
        Assert.True(server.Counters.Port.DatagramsSent > 80, "the port sent nothing");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_loop_is_woken_by_work_and_sleeps_until_then(bool portable)
    {
        var loop = new MediaLoop(System.Net.IPAddress.Loopback, 0, TimeProvider.System, NullLogger.Instance, portable);
        loop.Start();
        for (var round = 0; round < 100; round++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(loop.Post(done.SetResult));
            await Waiting.For(done.Task, "posted work");
        }

        await loop.DisposeAsync();
        Assert.False(loop.Post(() => { }));
        Assert.Equal(0, loop.Faults);
    }

    // What the room does now and then (who speaks, reports, quality) may allocate; forwarding must not. So of the ticks between
    // which packets went out, hardly any may see a byte.
    [Fact]
    public async Task Forwarding_allocates_nothing()
    {
        const int Ticks = 100;
        await using var server = Start(new MediaOptions());
        await using var patient = HeadlessPeer.Enter(server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(server, _loop, "room", "doctor");
        await using var nurse = HeadlessPeer.Enter(server, _loop, "room", "nurse");
        await patient.PublishAsync(new PublishShape { Simulcast = true });
        await Waiting.Until(() => nurse.StreamOf("patient", TrackSource.Camera)?.Frames > 10, "the first frames");

        var allocated = new long[Ticks];
        var forwarding = 0;
        long lastBytes = 0;
        long lastSent = 0;
        var loop = server.Threads[0].Loop;
        loop.Tick += _ =>
        {
            var (bytes, sent) = (GC.GetAllocatedBytesForCurrentThread(), loop.Counters.Port.DatagramsSent);
            if (sent > lastSent)
            {
                allocated[forwarding++ % Ticks] = bytes - lastBytes;
            }

            (lastBytes, lastSent) = (GC.GetAllocatedBytesForCurrentThread(), sent);
        };

        await Waiting.Until(
            () => Volatile.Read(ref forwarding) > 2 * Ticks && allocated.Count(bytes => bytes == 0) >= Ticks * 9 / 10,
            "nine of ten ticks that forwarded packets without a byte");
    }

    private static MediaServer Start(MediaOptions options)
    {
        options.UdpPort = 0;
        options.PublicAddresses = ["127.0.0.1"];
        var server = new MediaServer(options, TimeProvider.System, NullLoggerFactory.Instance);
        server.Start();
        return server;
    }
}
