namespace Telehealth.Media.Rtp;

public sealed class LayeredCodecTests
{
    [Theory]
    // Begins a frame that is not predicted; the same with a 7-bit and a 15-bit picture id and layer indices.
    [InlineData("08 00", true)]
    [InlineData("88 05 00", true)]
    [InlineData("A8 85 05 00 00 00", true)]
    // Predicted; in the middle of a frame; an upper spatial layer.
    [InlineData("48 00", false)]
    [InlineData("00 00", false)]
    [InlineData("28 02 00 00", false)]
    public void Vp9_says_where_a_key_frame_begins(string hex, bool expected)
    {
        Assert.True(VideoPacket.TryRead(VideoCodec.Vp9, Bytes(hex), out var packet));
        Assert.Equal(expected, packet.IsKeyFrame);
    }

    [Theory]
    [InlineData("18 0A 0B", true)]
    [InlineData("10 32 00", false)]
    [InlineData("98 0A 0B", false)]
    public void Av1_says_where_a_new_sequence_begins(string hex, bool expected)
    {
        Assert.True(VideoPacket.TryRead(VideoCodec.Av1, Bytes(hex), out var packet));
        Assert.Equal(expected, packet.IsKeyFrame);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A0")]
    [InlineData("A0 80 01")]
    public void Too_short_a_packet_is_refused(string hex)
    {
        Assert.False(VideoPacket.TryRead(VideoCodec.Vp9, Bytes(hex), out _));
        Assert.False(VideoPacket.TryRead(VideoCodec.Av1, Bytes(hex).AsSpan(0, Math.Min(1, Bytes(hex).Length)), out _));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
