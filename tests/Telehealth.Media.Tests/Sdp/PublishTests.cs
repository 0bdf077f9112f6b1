using Telehealth.Media.Dtls;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Sdp;

public sealed class PublishTests
{
    private static readonly LocalDescription _local = new(42, 3, "ufrag", "password", "AA:BB", ["192.0.2.2", "2001:db8::1"], 5082);

    private static readonly SeatRights _everything = new(true, true, true, true);

    private static readonly TrackIntent[] _micAndCamera =
        [new("0", TrackSource.Microphone, false), new("1", TrackSource.Camera, true)];

    [Fact]
    public void Chromiums_offer_is_understood()
    {
        Assert.True(PublishOffer.TryRead(BrowserDescriptions.ChromiumCamera, out var offer));
        Assert.Equal(DtlsRole.Client, offer.Remote.LocalRole);
        Assert.Equal("CezJ", offer.Remote.Ufrag);
        Assert.StartsWith("3C:D7:", offer.Remote.Fingerprint, StringComparison.Ordinal);
        Assert.Equal(new ExtensionIds(4, 10, 11, 2, 3, 1, 12), offer.Extensions);
        Assert.Equal((111, 96, 97), (offer.Lines[0].Codec.PayloadType, offer.Lines[1].Codec.PayloadType, offer.Lines[1].Codec.RtxPayloadType));
        Assert.Equal(["q", "h", "f"], offer.Lines[1].Rids);
        Assert.Equal((3047478345u, 0u), offer.Lines[0].Sources);
    }

    [Fact]
    public void Firefoxs_offer_with_session_level_fingerprint_is_understood()
    {
        Assert.True(PublishOffer.TryRead(BrowserDescriptions.FirefoxCamera, out var offer));
        Assert.StartsWith("FB:03:", offer.Remote.Fingerprint, StringComparison.Ordinal);
        Assert.Equal(new ExtensionIds(3, 9, 10, 4, 7, 1, 8), offer.Extensions);
        Assert.Equal((109, 120, 124), (offer.Lines[0].Codec.PayloadType, offer.Lines[1].Codec.PayloadType, offer.Lines[1].Codec.RtxPayloadType));
        Assert.Equal((2452679997u, 63418631u), offer.Lines[1].Sources);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void Both_line_endings_are_taken(string ending) =>
        Assert.True(PublishOffer.TryRead(BrowserDescriptions.ChromiumCamera.ReplaceLineEndings(ending), out _));

    [Fact]
    public void The_answer_says_what_we_take_in_the_clients_numbers()
    {
        var lines = Answer(BrowserDescriptions.ChromiumCamera, _micAndCamera).Split("\r\n");
        string[] expected =
        [
            "o=- 42 3 IN IP4 127.0.0.1", "a=ice-lite", "a=extmap-allow-mixed", "a=group:BUNDLE 0 1",
            "m=audio 9 UDP/TLS/RTP/SAVPF 63 111", "a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111", "m=video 9 UDP/TLS/RTP/SAVPF 96 97", "a=recvonly", "a=setup:active",
            "a=rtcp-mux", "a=rtcp-rsize", "a=end-of-candidates", "a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1",
            "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id", "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
            "a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 goog-remb", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 ccm fir",
            "a=fmtp:97 apt=96", "a=rid:q recv", "a=rid:f recv", "a=simulcast:recv q;h;f", "b=AS:2500",
        ];
        Assert.All(expected, line => Assert.Contains(line, lines));
        Assert.Equal(2, lines.Count(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)));
        Assert.DoesNotContain(lines, line => line.Contains("H264", StringComparison.Ordinal) || line.Contains("ulpfec", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("toffset", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_without_words_of_the_client_stays_inactive()
    {
        var lines = Answer(BrowserDescriptions.ChromiumCamera, [_micAndCamera[0]]).Split("\r\n");
        Assert.Single(lines, "a=recvonly");
        Assert.Single(lines, "a=inactive");
        Assert.Contains("a=group:BUNDLE 0 1", lines);
    }

    [Fact]
    public void A_stopped_line_and_a_data_channel_are_rejected_and_the_candidates_move()
    {
        var sdp = BrowserDescriptions.ChromiumCamera.Replace("m=audio 9", "m=audio 0", StringComparison.Ordinal)
            + "\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\na=sctp-port:5000\n";
        var answer = Answer(sdp, _micAndCamera);
        var lines = answer.Split("\r\n");
        Assert.Contains("m=audio 0 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126", lines);
        Assert.Contains("m=application 0 UDP/DTLS/SCTP webrtc-datachannel", lines);
        Assert.Contains("a=group:BUNDLE 1", lines);
        Assert.True(answer.IndexOf("a=candidate", StringComparison.Ordinal) > answer.IndexOf("m=video", StringComparison.Ordinal));
    }

    [Fact]
    public void A_bundle_only_line_with_port_zero_is_not_stopped()
    {
        var sdp = BrowserDescriptions.ChromiumCamera.Replace("m=video 9", "m=video 0", StringComparison.Ordinal) + "\na=bundle-only\n";
        Assert.True(PublishOffer.TryRead(sdp, out var offer));
        Assert.True(offer.Lines[1].IsUsable);
    }

    [Fact]
    public void Paused_and_alternative_layers_are_taken_in_order()
    {
        var sdp = BrowserDescriptions.ChromiumCamera.Replace("send q;h;f", "send q,h;~f", StringComparison.Ordinal);
        Assert.True(PublishOffer.TryRead(sdp, out var offer));
        Assert.Equal(["q", "f"], offer.Lines[1].Rids);
    }

    [Theory]
    [InlineData(TrackSource.Microphone, false, true, true, "media.not_allowed")]
    [InlineData(TrackSource.Camera, true, false, true, "media.bad_sdp")]
    [InlineData(TrackSource.Screen, true, true, false, "media.not_allowed")]
    [InlineData(TrackSource.Screen, false, false, true, null)]
    public void Rights_and_kinds_decide(TrackSource source, bool audio, bool video, bool screen, string? refusal)
    {
        Assert.True(PublishOffer.TryRead(BrowserDescriptions.ChromiumCamera, out var offer));
        var plan = PublishPlan.Make(offer, [new TrackIntent("0", source, false)], new SeatRights(audio, video, screen, true), 6);
        Assert.Equal(refusal, plan.Refusal);
    }

    [Fact]
    public void Too_many_tracks_are_refused()
    {
        Assert.True(PublishOffer.TryRead(BrowserDescriptions.ChromiumCamera, out var offer));
        Assert.Equal("media.too_many_tracks", PublishPlan.Make(offer, _micAndCamera, _everything, 1).Refusal);
        Assert.Null(PublishPlan.Make(offer, _micAndCamera, _everything, 2).Refusal);
    }

    [Theory]
    [InlineData("a=mid:1", "a=mid:0")]
    [InlineData("a=mid:1", "a=mid:has space")]
    [InlineData("a=mid:1", "a=mid:longer-than-sixteen-bytes")]
    [InlineData("a=ice-pwd:ng2RB1ttQpHQYkG5B5DNd3CN", "a=ice-pwd:short")]
    [InlineData("a=ice-ufrag:CezJ", "a=ice-ufrag:Ce")]
    [InlineData("a=fingerprint:sha-256 3C", "a=fingerprint:md5 3C")]
    [InlineData("a=setup:actpass", "a=setup:holdconn")]
    [InlineData("a=extmap:3 http", "a=extmap:0 http")]
    [InlineData("a=extmap:3 http", "a=extmap:256 http")]
    [InlineData("a=simulcast:send q;h;f", "a=simulcast:send q;h;f;x")]
    [InlineData("a=simulcast:send q;h;f", "a=simulcast:send q;q")]
    [InlineData("m=audio 9", "m=audio 65536")]
    [InlineData("m=audio 9", "m=audio -1")]
    [InlineData("v=0", "v=1")]
    public void A_broken_offer_is_refused(string from, string to) =>
        Assert.False(PublishOffer.TryRead(BrowserDescriptions.ChromiumCamera.Replace(from, to, StringComparison.Ordinal), out _));

    [Fact]
    public void Oversized_offers_are_refused()
    {
        var sdp = BrowserDescriptions.ChromiumCamera;
        Assert.False(PublishOffer.TryRead(sdp + string.Concat(Enumerable.Repeat("a=x\n", 2000)), out _));
        Assert.False(PublishOffer.TryRead(sdp + "a=" + new string('x', 65_536), out _));
        var lines = string.Concat(Enumerable.Range(2, 31).Select(i => $"m=audio 9 UDP/TLS/RTP/SAVPF 0\na=mid:{i}\n"));
        Assert.False(PublishOffer.TryRead(sdp + "\n" + lines, out _));
        Assert.False(PublishOffer.TryRead(null, out _));
        Assert.False(PublishOffer.TryRead("", out _));
    }

    [Fact]
    public void Ten_thousand_mutations_never_throw()
    {
        var dice = new Dice(11);
        string[] corpus =
        [
            BrowserDescriptions.ChromiumCamera, BrowserDescriptions.FirefoxCamera,
            BrowserDescriptions.ChromiumAnswer, BrowserDescriptions.FirefoxAnswer,
        ];
        var understood = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var sdp = Mutate(corpus[dice.Below(corpus.Length)], dice);
            if (PublishOffer.TryRead(sdp, out var offer))
            {
                understood++;
                var plan = PublishPlan.Make(offer, _micAndCamera, _everything, 6);
                PublishAnswer.Write(offer, plan.Verdicts, _local, 2500);
            }

            SubscribeAnswer.TryRead(sdp, out _);
        }

        // Most mutations hit lines that do not matter; when none were understood the test would prove nothing.
        Assert.InRange(understood, 1000, 9999);
    }

    private static string Mutate(string sdp, Dice dice)
    {
        var text = sdp.ToCharArray().ToList();
        for (var edits = 1 + dice.Below(6); edits > 0; edits--)
        {
            var at = dice.Below(text.Count);
            switch (dice.Below(4))
            {
                case 0:
                    text[at] = (char)dice.Below(128);
                    break;
                case 1:
                    text.RemoveRange(at, Math.Min(dice.Below(40), text.Count - at));
                    break;
                case 2:
                    text.InsertRange(at, text.GetRange(at, Math.Min(dice.Below(60), text.Count - at)));
                    break;
                default:
                    text.InsertRange(at, (dice.Below(3) switch { 0 => "\n", 1 => "99999999999", _ => " :;=~" }).ToCharArray());
                    break;
            }
        }

        return new string([.. text]);
    }

    [Fact]
    public void On_a_narrow_link_the_answer_asks_for_long_packets_of_little_sound_and_for_nothing_of_the_picture()
    {
        Assert.True(PublishOffer.TryRead(BrowserDescriptions.ChromiumCamera, out var offer));
        var plan = PublishPlan.Make(offer, _micAndCamera, _everything, 6);
        var answer = PublishAnswer.Write(offer, plan.Verdicts, _local, 2500, longPackets: true);
        Assert.True(SdpDocument.TryParse(answer, out var document));
        var sound = document.Media.Single(media => media.Kind == "audio");
        Assert.Equal(("60", "60"), (sound.Find("ptime"), sound.Find("maxptime")));
        Assert.Contains("maxaveragebitrate=16000", sound.Find("fmtp"), StringComparison.Ordinal);
        Assert.Contains("usedtx=1", sound.Find("fmtp"), StringComparison.Ordinal);
        Assert.All(document.Media.Where(media => media.Kind == "video"), media => Assert.Null(media.Find("ptime")));
        Assert.DoesNotContain("ptime:60", Answer(BrowserDescriptions.ChromiumCamera, _micAndCamera), StringComparison.Ordinal);
    }

    private static string Answer(string sdp, TrackIntent[] intents)
    {
        Assert.True(PublishOffer.TryRead(sdp, out var offer));
        var plan = PublishPlan.Make(offer, intents, _everything, 6);
        Assert.Null(plan.Refusal);
        return PublishAnswer.Write(offer, plan.Verdicts, _local, 2500);
    }
}
