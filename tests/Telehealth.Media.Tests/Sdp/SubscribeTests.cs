using Telehealth.Media.Dtls;

namespace Telehealth.Media.Sdp;

public sealed class SubscribeTests
{
    [Fact]
    public void Candidates_by_TCP_are_passive_and_stand_below_those_by_UDP()
    {
        var offer = SubscribeOffer.Write(
            [new SubscribeOfferLine("0", IsAudio: true, null)],
            new LocalDescription(7, 2, "uuuu", "pppp", "AA", ["192.0.2.2", "2001:db8::2"], 5082, 5083));
        var candidates = offer.Split("\r\n").Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                "a=candidate:1 1 udp 2130706431 192.0.2.2 5082 typ host",
                "a=candidate:2 1 udp 2130706175 2001:db8::2 5082 typ host",
                "a=candidate:3 1 tcp 1520435199 192.0.2.2 5083 typ host tcptype passive",
                "a=candidate:4 1 tcp 1520434943 2001:db8::2 5083 typ host tcptype passive",
            ],
            candidates);
    }

    [Fact]
    public void An_offer_names_streams_and_keeps_free_lines_inactive()
    {
        var sdp = SubscribeOffer.Write(
            [
                new SubscribeOfferLine("0", true, new OfferedStream("dr", "t1", "c1", 100, 0)),
                new SubscribeOfferLine("1", false, new OfferedStream("dr", "t2", "c1", 200, 201)),
                new SubscribeOfferLine("2", false, null),
            ],
            new LocalDescription(7, 2, "uuuu", "pppp", "AA", ["192.0.2.2"], 5082));
        Assert.True(SdpDocument.TryParse(sdp, out var document));
        Assert.Equal(3, document.Media.Count);
        Assert.Equal("BUNDLE 0 1 2", document.Session.Find("group"));
        Assert.All(document.Media, media => Assert.Equal("actpass", media.Find("setup")));
        Assert.Equal("dr t2", document.Media[1].Find("msid"));
        Assert.Equal("FID 200 201", document.Media[1].Find("ssrc-group"));
        Assert.Equal(["200 cname:c1", "201 cname:c1"], document.Media[1].All("ssrc"));
        Assert.True(document.Media[1].Has("sendonly"));
        Assert.True(document.Media[2].Has("inactive"));
        Assert.Null(document.Media[2].Find("ssrc"));
        Assert.NotNull(document.Media[0].Find("candidate"));
        Assert.Null(document.Media[1].Find("candidate"));
    }

    [Theory]
    [InlineData(BrowserDescriptions.ChromiumAnswer)]
    [InlineData(BrowserDescriptions.FirefoxAnswer)]
    public void A_browsers_answer_is_understood(string sdp)
    {
        Assert.True(SubscribeAnswer.TryRead(sdp, out var answer));
        Assert.Equal(DtlsRole.Server, answer.Remote.LocalRole);
        Assert.All(answer.Lines, line => Assert.True(line.Accepts));
        Assert.Equal((96, 97), (answer.Lines[1].Codec.PayloadType, answer.Lines[1].Codec.RtxPayloadType));
        Assert.Equal((4, 3, 2), (answer.Extensions.Mid, answer.Extensions.TransportCc, answer.Extensions.AbsSendTime));
    }

    [Theory]
    [InlineData("m=video 9", "m=video 0")]
    [InlineData("a=recvonly", "a=inactive")]
    [InlineData("VP8/90000", "VP7/90000")]
    public void A_line_that_the_client_does_not_take_is_known(string from, string to)
    {
        Assert.True(SubscribeAnswer.TryRead(BrowserDescriptions.ChromiumAnswer.Replace(from, to, StringComparison.Ordinal), out var answer));
        Assert.False(answer.Lines[1].Accepts);
    }

    [Fact]
    public void An_answer_must_choose_a_dtls_role() =>
        Assert.False(SubscribeAnswer.TryRead(
            BrowserDescriptions.ChromiumAnswer.Replace("setup:active", "setup:actpass", StringComparison.Ordinal), out _));
}
