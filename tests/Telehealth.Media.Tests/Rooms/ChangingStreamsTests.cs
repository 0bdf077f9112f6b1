using System.Globalization;
using Telehealth.Media.Peer;
using Telehealth.Media.Rtp;

namespace Telehealth.Media;

/// <summary>A browser that names its streams anew again and again, as it does after each change of device.</summary>
public sealed class ChangingStreamsTests() : RoomFixture(new MediaOptions())
{
    private const uint FirstSsrc = 70_000;

    // More than a publisher may have streams.
    private const int Changes = 100;

    [Fact]
    public async Task A_line_that_changed_its_stream_a_hundred_times_is_still_heard()
    {
        var (speaker, listener) = (Enter("a"), Enter("b"));
        await speaker.PublishAsync(camera: false);
        await ConnectedAsync(listener);
        for (var i = 1; i <= Changes; i++)
        {
            var offer = Naming(speaker, FirstSsrc + (uint)i);
            var (sdp, refusal) = await speaker.Seat.PublishAsync(
                offer, [new TrackIntent("a", TrackSource.Microphone, false)], TestContext.Current.CancellationToken);
            Assert.Null(refusal);
            Assert.NotNull(sdp);
        }

        var heard = listener.Received.Length;
        ushort sequence = 0;
        await Waiting.Until(
            () =>
            {
                _ = speaker.SendAsync(Sound(FirstSsrc + Changes, ++sequence));
                return listener.Received.Length > heard;
            },
            "sound of the last stream named");
    }

    private static string Naming(RoomClient client, uint ssrc) => client.OfferText(camera: false).Replace(
        "a=rtpmap:111 opus/48000/2",
        string.Create(CultureInfo.InvariantCulture, $"a=rtpmap:111 opus/48000/2\r\na=ssrc:{ssrc} cname:a"),
        StringComparison.Ordinal);

    private static byte[] Sound(uint ssrc, ushort sequence) =>
        TestPackets.Rtp(111, sequence, sequence * 960u, ssrc, [1, 2, 3, 4], false, (4, "a"u8.ToArray()), (1, [20]));
}
