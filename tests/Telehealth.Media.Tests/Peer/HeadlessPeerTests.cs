using Microsoft.Extensions.Logging.Abstractions;

namespace Telehealth.Media.Peer;

/// <summary>The peer against the whole server: what is proven here, every other test of rooms may build on.</summary>
public sealed class HeadlessPeerTests : IAsyncLifetime
{
    private readonly MediaServer _server = new(
        new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"] }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly PeerLoop _loop = new();

    public ValueTask InitializeAsync()
    {
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _loop.Dispose();
        Assert.Null(_loop.Fault);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_a_browser_publishes_another_receives_whole(bool firefox, bool simulcast)
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient", firefox);
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor", !firefox);

        await patient.PublishAsync(new PublishShape { Simulcast = simulcast });

        await Waiting.Until(
            () => doctor.StreamOf("patient", TrackSource.Microphone)?.Packets > 50
                && doctor.StreamOf("patient", TrackSource.Camera)?.Frames > 30,
            "a second of sound and two of picture");
        var sound = doctor.StreamOf("patient", TrackSource.Microphone)!;
        var picture = doctor.StreamOf("patient", TrackSource.Camera)!;
        Assert.Equal(0, sound.Lost);
        Assert.Equal(0, picture.Lost);
        Assert.True(picture.KeyFrames >= 1);
        Assert.Equal(0, picture.PictureIdJumps);
        Assert.Equal(0, doctor.Subscriber.UnknownPackets);
        Assert.True(patient.Publisher!.TransportFeedbackHeard > 0, "no transport-wide feedback reached the publisher");
    }

    [Fact]
    public async Task What_the_uplink_loses_is_repeated()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        await patient.PublishAsync(new PublishShape { Audio = false });
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)?.Packets > 50, "the first packets");

        patient.Publisher!.Loses = sequence => sequence % 20 == 0;
        await Waiting.Until(() => patient.Publisher.RepeatsSent > 5, "packets repeated on request");
        patient.Publisher.Loses = _ => false;

        var picture = doctor.StreamOf("patient", TrackSource.Camera)!;
        await Waiting.Until(() => picture.Lost == 0 && patient.Publisher.NacksHeard > 0, "every gap filled");
    }

    [Fact]
    public async Task A_late_joiner_sees_at_once_and_the_publisher_sends_no_key_frame_for_it()
    {
        var shape = new PublishShape { PacketsPerFrame = 1 };
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        await patient.PublishAsync(shape);
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)?.Frames > 15, "a second of picture");
        var (asked, sent) = (patient.Publisher!.PictureLossHeard, patient.Publisher.KeyFramesSent);

        await using var late = HeadlessPeer.Enter(_server, _loop, "room", "late");
        await Waiting.Until(() => late.StreamOf("patient", TrackSource.Camera)?.Frames > 60, "four seconds of picture");
        var picture = late.StreamOf("patient", TrackSource.Camera)!;
        Assert.Equal((asked, sent), (patient.Publisher.PictureLossHeard, patient.Publisher.KeyFramesSent));
        Assert.True(picture.KeyFrames >= 1);
        Assert.Equal((0, 0, 0), (picture.PictureIdJumps, picture.TimestampsBack, picture.Lost));
    }

    [Fact]
    public async Task What_the_downlink_loses_is_repeated()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        doctor.Subscriber.Loses = (_, sequence) => sequence % 20 == 0;
        await patient.PublishAsync(new PublishShape { Audio = false });

        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)?.Recovered > 5, "packets repeated on request");
    }

    [Fact]
    public async Task When_the_large_layers_stop_the_small_one_is_seen()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        await patient.PublishAsync(new PublishShape { Simulcast = true, VideoKbps = 1000 });
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)?.Decoding.Height == 720, "the largest layer");

        patient.Publisher!.ActiveLayers = 1;

        var picture = doctor.StreamOf("patient", TrackSource.Camera)!;
        await Waiting.Until(() => picture.Decoding.Height == 180, "the smallest layer");
        var decoded = picture.Decoding.Decoded;
        await Waiting.Until(() => picture.Decoding.Decoded > decoded + 10, "its frames");
    }
}
