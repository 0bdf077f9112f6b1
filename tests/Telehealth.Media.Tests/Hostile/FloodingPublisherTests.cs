using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Hostile;

/// <summary>S-M10: a legitimate participant sends far more than it was told to (CVE-2021-41145 and its kin).</summary>
public sealed class FloodingPublisherTests : IAsyncLifetime
{
    private const double MostLoss = 0.01;

    // Ten times what the seat was told, or more: a build machine shall not be the bottleneck.
    private const int ToldKbps = 500;
    private const int FloodFps = 50;
    private const int FloodPackets = 50;

    private readonly MediaServer _server = new(
        new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"], MaxPublishKbps = ToldKbps }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly PeerLoop _loop = new();
    private readonly PeerLoop _attackers = new();

    public ValueTask InitializeAsync()
    {
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _loop.Dispose();
        _attackers.Dispose();
        Assert.Null(_loop.Fault);
        Assert.Null(_attackers.Fault);
    }

    [Fact]
    public async Task A_flood_of_pictures_does_not_cut_the_sound_beside_it()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var flooder = HeadlessPeer.Enter(_server, _attackers, "room", "flooder");
        await flooder.PublishAsync(new PublishShape { Fps = FloodFps, PacketsPerFrame = FloodPackets });
        await Waiting.Until(() => flooder.Publisher!.PacketsSent > 5000, "the flood going out");
        var sound = patient.StreamOf("flooder", TrackSource.Microphone)!;
        var (packets, lost) = (sound.Packets, sound.Lost);
        await Waiting.Until(() => sound.Packets > packets + 150, "three seconds of the voice beside the flood");
        Assert.InRange((sound.Lost - lost) / (double)(sound.Packets - packets), 0, MostLoss);
    }

    /// <summary>20 Mbit/s of valid SRTP, and 200 at a scale of ten.</summary>
    [Fact]
    public async Task A_seat_that_floods_is_cut_to_its_measure_and_the_others_lose_nothing()
    {
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var flooder = HeadlessPeer.Enter(_server, _attackers, "room", "flooder");
        await doctor.PublishAsync(new PublishShape());
        await Waiting.Until(() => patient.StreamOf("doctor", TrackSource.Microphone)?.Packets > 20, "the doctor's sound");
        var started = TimeProvider.System.GetTimestamp();
        await flooder.PublishAsync(new PublishShape { Audio = false, Fps = FloodFps, PacketsPerFrame = HostileScale.Of(FloodPackets) });
        await Waiting.Until(() => patient.StreamOf("flooder", TrackSource.Camera)?.Packets > 100, "something of the flood");
        var sound = patient.StreamOf("doctor", TrackSource.Microphone)!;
        var (packets, lost) = (sound.Packets, sound.Lost);

        await Waiting.Until(() => flooder.Publisher!.PacketsSent > HostileScale.Of(5000), "the flood going out");
        await Waiting.Until(() => sound.Packets > packets + 150, "three seconds of the doctor's sound during the flood");

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var passed = patient.StreamOf("flooder", TrackSource.Camera)!.Bytes;
        // One second of burst and the rate itself.
        Assert.InRange(passed * 8 / 1000, 1, PublishAllowance.PicturesKbps(ToldKbps, 1) * (seconds + 1));
        Assert.InRange(passed, 0, flooder.Publisher!.PacketsSent * 1000 / 2);
        Assert.InRange((sound.Lost - lost) / (double)(sound.Packets - packets), 0, MostLoss);
    }
}
