using System.Globalization;
using System.Text;

namespace Telehealth.Media.Sdp;

/// <summary>Descriptions as long as they may be, made of nothing but what is dearest to read (S-M5).</summary>
public sealed class DenseDescriptionTests
{
    private const int MostGarbage = 1 << 20;

    [Theory]
    [InlineData("a=rtpmap:97 rtx/90000", "a=fmtp:97 x=1")]
    [InlineData("a=rtpmap:97 rtx/90000", "a=fmtp:98 apt=96")]
    [InlineData("a=fmtp:97 apt=96;apt=96", "a=fmtp:97 ;;;;;;;;")]
    [InlineData("a=extmap:3 x", "a=ssrc-group:FID 1 x")]
    [InlineData("a=rid:q send", "a=rtcp-fb:97 nack")]
    public void Reading_a_description_costs_no_more_than_its_length(string one, string other)
    {
        var text = new StringBuilder("v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a=setup:actpass\r\na=ice-ufrag:abcd\r\na=ice-pwd:{new string('p', 22)}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"a=fingerprint:sha-256 {string.Join(':', Enumerable.Repeat("AB", 32))}\r\n");
        for (var line = 0; line < 960; line++)
        {
            text.Append(one).Append("\r\n").Append(other).Append("\r\n");
        }

        var sdp = text.ToString();
        Assert.True(PublishOffer.TryRead(sdp, out _));

        var before = GC.GetAllocatedBytesForCurrentThread();
        PublishOffer.TryRead(sdp, out _);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostGarbage);
    }
}
