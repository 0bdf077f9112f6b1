using System.Globalization;
using Telehealth.Media.Hostile;
using Telehealth.Media.Peer;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>More tracks in a room than one description can name.</summary>
public sealed class CrowdedOfferTests : RoomFixture
{
    private const int Each = 30;
    private readonly LoudLog _log;

    public CrowdedOfferTests()
        : this(new LoudLog())
    {
    }

    private CrowdedOfferTests(LoudLog log)
        : base(new MediaOptions { MaxTracksPerSeat = Each }, log) => _log = log;

    [Fact]
    public async Task What_finds_no_line_is_logged_and_offered_as_soon_as_another_track_ends()
    {
        var listener = Enter("listener");
        var speakers = Enumerable.Range(0, 7).Select(i => Enter($"speaker{i}")).ToList();
        foreach (var speaker in speakers)
        {
            await PublishAsync(speaker);
        }

        await Waiting.Until(() => Offered(listener) == SdpDocument.MaxAnswered, "an offer of all the lines there can be");
        Assert.Contains(_log.Lines, line => line.Text.Contains("wait until others end", StringComparison.Ordinal));

        speakers[0].Seat.Leave();
        await Waiting.Until(() => Offered(listener) == 6 * Each, "the tracks that had no line, on those that became free");
        Assert.Equal(Each, listener.Offer!.Tracks.Count(track => track.Seat == speakers[6].Seat.Id));
        Assert.True(SdpDocument.TryParse(listener.Offer.Sdp, out var document, SdpDocument.MaxAnswered));
        Assert.Equal(SdpDocument.MaxAnswered, document.Media.Count);
    }

    [Fact]
    public async Task A_line_that_came_and_went_between_two_offers_is_used_again()
    {
        var (listener, speaker) = (Enter("listener"), Enter("speaker"));
        listener.Answers = false;
        await PublishAsync(speaker);
        await Waiting.Until(() => Offered(listener) == Each, "the first offer");
        // The offer waits for its answer while others come and go.
        for (var i = 0; i < 10; i++)
        {
            var passing = Enter($"passing{i}");
            await PublishAsync(passing);
            passing.Seat.Leave();
        }

        listener.Seat.RestartSubscription();
        await PublishAsync(Enter("last"));
        await Waiting.Until(() => Offered(listener) == 2 * Each, "an offer with the last one's tracks");
        Assert.True(SdpDocument.TryParse(listener.Offer!.Sdp, out var document, SdpDocument.MaxAnswered));
        Assert.InRange(document.Media.Count, 2 * Each, 3 * Each);
    }

    private static int Offered(RoomClient client) => client.Offer?.Tracks.Count ?? 0;

    private static async Task PublishAsync(RoomClient client)
    {
        var text = new SdpWriter().Line("v=0").Line("o=- 1 1 IN IP4 127.0.0.1").Line("s=-").Line("t=0 0");
        var mids = Enumerable.Range(0, Each).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToList();
        text.Line($"a=group:BUNDLE {string.Join(' ', mids)}");
        foreach (var mid in mids)
        {
            text.Line("m=audio 9 UDP/TLS/RTP/SAVPF 111").Line($"a=mid:{mid}").Line("a=sendonly").Line("a=rtcp-mux");
            text.Line("a=rtpmap:111 opus/48000/2").Line($"a=ice-ufrag:{client.Publish.Ufrag}").Line($"a=ice-pwd:{client.Publish.Password}");
            text.Line($"a=fingerprint:sha-256 {client.Publish.Fingerprint}").Line("a=setup:actpass");
        }

        var intents = mids.ConvertAll(mid => new TrackIntent(mid, TrackSource.Microphone, false));
        var (_, refusal) = await client.Seat.PublishAsync(text.ToString(), intents, TestContext.Current.CancellationToken);
        Assert.Null(refusal);
    }
}
