using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Peer;

namespace Telehealth.Media;

/// <summary>Two whole peers and a link of 64 kbit/s between one of them and the server.</summary>
public sealed class NarrowLinkTests : IAsyncLifetime
{
    private static readonly LinkShape _narrow = new() { Kbps = 64, DelayMs = 50, QueueMs = 2_000 };

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

    [Fact]
    public async Task Whose_downlink_is_narrow_hears_on_without_the_picture_is_told_and_gets_it_back()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        var down = new ImpairedLink(_narrow, 1);
        await patient.PublishAsync(new PublishShape { Simulcast = true });
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)?.Frames > 60, "the picture");

        await _loop.RunAsync(() => doctor.Subscriber.Transport.Downlink = down);
        await Waiting.Until(() => Last<SeatEvent.VideoPaused>(doctor) is { Tracks.Count: 1 }, "the word that the picture is stopped");
        await Waiting.Until(() => Last<SeatEvent.NarrowLink>(patient) == new SeatEvent.NarrowLink(true, false), "the wish for long packets");
        var sound = doctor.StreamOf("patient", TrackSource.Microphone)!;
        var before = sound.Packets;
        await Waiting.Until(() => sound.Packets > before + 100, "sound without the picture");

        var frames = doctor.StreamOf("patient", TrackSource.Camera)!.Frames;
        await _loop.RunAsync(() => down.Shape = new LinkShape { DelayMs = 50 });
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)!.Frames > frames + 30, "the picture's return");
        await Waiting.Until(() => Last<SeatEvent.VideoPaused>(doctor) is { Tracks.Count: 0 }, "the word that it is back");
        await Waiting.Until(() => Last<SeatEvent.NarrowLink>(patient) == new SeatEvent.NarrowLink(false, false), "short packets again");
    }

    [Fact]
    public async Task Whose_downlink_was_too_narrow_for_all_that_there_is_gets_it_back()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        var down = new ImpairedLink(_narrow, 1);
        await patient.PublishAsync(new PublishShape { Audio = false, Simulcast = true });
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)?.Frames > 60, "the picture");

        await _loop.RunAsync(() => doctor.Subscriber.Transport.Downlink = down);
        await Waiting.Until(() => Last<SeatEvent.VideoPaused>(doctor) is { Tracks.Count: 1 }, "the word that the picture is stopped");
        await _loop.RunAsync(() => down.Shape = new LinkShape { DelayMs = 50 });
        var frames = doctor.StreamOf("patient", TrackSource.Camera)!.Frames;
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)!.Frames > frames + 30, "the picture's return");
    }

    [Fact]
    public async Task Whose_uplink_is_narrow_is_asked_for_sound_alone_and_the_others_hear_whose_side_it_is()
    {
        await using var patient = HeadlessPeer.Enter(_server, _loop, "room", "patient");
        await using var doctor = HeadlessPeer.Enter(_server, _loop, "room", "doctor");
        patient.ObeysLayers = true;
        var up = new ImpairedLink(_narrow, 2);
        await patient.PublishAsync(new PublishShape { Simulcast = true });
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)?.Frames > 60, "the picture");

        await _loop.RunAsync(() => patient.Publisher!.Transport.Uplink = up);
        await Waiting.Until(() => Last<SeatEvent.NarrowLink>(patient) == new SeatEvent.NarrowLink(true, true), "the word to send sound alone");
        await Waiting.Until(
            () => Last<SeatEvent.QualityChanged>(doctor) is { Side: "other", OtherSeat.Value: "patient" }, "whose side is bad");
        Assert.Equal("uplink", Last<SeatEvent.QualityChanged>(patient)!.Side);

        await _loop.RunAsync(() => up.Shape = new LinkShape { DelayMs = 50 });
        await Waiting.Until(() => Last<SeatEvent.NarrowLink>(patient) == new SeatEvent.NarrowLink(false, false), "the end of the trial");
        var frames = doctor.StreamOf("patient", TrackSource.Camera)!.Frames;
        await Waiting.Until(() => doctor.StreamOf("patient", TrackSource.Camera)!.Frames > frames + 30, "the picture's return");
    }

    private static T? Last<T>(HeadlessPeer peer)
        where T : SeatEvent =>
        peer.Events.OfType<T>().LastOrDefault();
}
