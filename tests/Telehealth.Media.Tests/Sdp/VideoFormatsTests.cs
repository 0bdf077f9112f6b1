using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

public sealed class VideoFormatsTests
{
    private static readonly LocalDescription _local = new(7, 2, "uuuu", "pppp", "AA", ["192.0.2.2"], 5082, 0);

    [Fact]
    public void The_first_wanted_codec_that_is_offered_is_taken()
    {
        Assert.Equal((VideoCodec.Vp8, 96, 97), Take(Camera(withVp8: true), "VP8,H264"));
        Assert.Equal((VideoCodec.H264, 104, 105), Take(Camera(withVp8: true), "H264,VP8"));
        Assert.Equal((VideoCodec.H264, 104, 105), Take(Camera(withVp8: false), "VP8,H264"));
    }

    [Fact]
    public void H264_is_taken_in_constrained_baseline_with_packetization_mode_1_only()
    {
        Assert.True(PublishOffer.TryRead(Camera(withVp8: false), VideoFormats.Parse("VP8"), out var none));
        Assert.False(none.Lines[0].IsUsable);
        var other = Camera(withVp8: false).Replace("42e01f", "64001f", StringComparison.Ordinal);
        Assert.True(PublishOffer.TryRead(other, VideoFormats.Parse("H264"), out var high));
        Assert.False(high.Lines[0].IsUsable);
    }

    [Fact]
    public void An_answer_names_the_codec_as_it_will_be_sent()
    {
        Assert.True(PublishOffer.TryRead(Camera(withVp8: true), VideoFormats.Parse("H264"), out var offer));
        var answer = PublishAnswer.Write(offer, [LineVerdict.Received], _local, 2500);
        Assert.True(SdpDocument.TryParse(answer, out var document));
        Assert.Equal(["104", "105"], document.Media[0].Formats);
        Assert.Equal(["104 H264/90000", "105 rtx/90000"], document.Media[0].All("rtpmap"));
        Assert.Equal(
            ["104 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", "105 apt=104"], document.Media[0].All("fmtp"));
    }

    [Fact]
    public void A_receiver_is_offered_the_codec_of_the_track()
    {
        var sdp = SubscribeOffer.Write(
            [new SubscribeOfferLine("0", false, new OfferedStream("dr", "t", "c", 1, 2), VideoCodec.H264)], _local);
        Assert.True(SdpDocument.TryParse(sdp, out var document));
        Assert.True(VideoFormats.TryFind(document.Media[0], VideoFormats.All, out var codec, out var choice));
        Assert.Equal((VideoCodec.H264, 102, 103), (codec, choice.PayloadType, choice.RtxPayloadType));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("VP8,H265")]
    [InlineData("7")]
    public void A_setting_that_names_no_codec_is_refused(string names) =>
        Assert.Throws<ArgumentException>(() => VideoFormats.Parse(names));

    private static (VideoCodec Codec, byte PayloadType, byte Rtx) Take(string sdp, string wanted)
    {
        Assert.True(PublishOffer.TryRead(sdp, VideoFormats.Parse(wanted), out var offer));
        var line = offer.Lines[0];
        Assert.True(line.IsUsable);
        return (line.Video, line.Codec.PayloadType, line.Codec.RtxPayloadType);
    }

    // Chromium's order: other profiles and modes stand before the one that everybody can decode.
    private static string Camera(bool withVp8) => string.Join("\r\n", new[]
    {
        "v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 106 107 104 105", "c=IN IP4 0.0.0.0", "a=mid:0", "a=sendonly", "a=rtcp-mux",
        "a=ice-ufrag:abcd", "a=ice-pwd:0123456789012345678901",
        "a=fingerprint:sha-256 " + string.Join(':', Enumerable.Repeat("AB", 32)), "a=setup:actpass",
        withVp8 ? "a=rtpmap:96 VP8/90000" : "a=x:1", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96",
        "a=rtpmap:102 H264/90000", "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f",
        "a=rtpmap:103 rtx/90000", "a=fmtp:103 apt=102",
        "a=rtpmap:106 H264/90000", "a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f",
        "a=rtpmap:107 rtx/90000", "a=fmtp:107 apt=106",
        "a=rtpmap:104 H264/90000", "a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
        "a=rtpmap:105 rtx/90000", "a=fmtp:105 apt=104", "",
    });
}
