namespace Telehealth.Media.Rtp;

public sealed class H264PacketTests
{
    // Parameter sets of Chromium's encoder: 1280 by 720, and 320 by 180, whose last lines are cropped.
    private static readonly byte[] _sps720 = Convert.FromHexString("6742C01F8C8D402802DD80B50101014000003E90000EA600F08846A0");
    private static readonly byte[] _sps = Bits(
        "01100111 01000010 11000000 00011110", "1", "1", "011", "00101", "0", Golomb(19), Golomb(11), "1", "1", "1", Golomb(0), Golomb(0), Golomb(0), Golomb(6), "0", "1");

    [Fact]
    public void A_key_frame_begins_with_parameters_alone_together_or_in_parts()
    {
        AssertKey(_sps);
        // STAP-A of the parameter sets; STAP-A with something before them; the first of several fragments.
        AssertKey([24, .. Unit(_sps), .. Unit([0x68, 0xCE, 0x3C, 0x80])]);
        AssertKey([24, .. Unit([0x09, 0x10]), .. Unit(_sps)]);
        AssertKey([0x7C, 0x80 | 7, .. _sps[1..]]);
    }

    [Theory]
    [InlineData("41 9A 00 00")]
    [InlineData("68 CE 3C 80")]
    [InlineData("65 88 84 00")]
    [InlineData("7C 85 88 84")]
    [InlineData("7C 07 42 E0")]
    [InlineData("7C 47 42 E0")]
    [InlineData("18 00 04 68 CE 3C 80")]
    public void What_is_no_beginning_is_none(string hex)
    {
        Assert.True(H264Packet.TryRead(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out var isKeyFrame, out _, out _));
        Assert.False(isKeyFrame);
    }

    [Theory]
    [InlineData("")]
    [InlineData("67")]
    [InlineData("E7 42 E0 1F")]
    [InlineData("60 00 00 00")]
    [InlineData("79 00 00 00")]
    [InlineData("7D 80 00 00")]
    public void What_is_no_packet_of_mode_1_is_refused(string hex) =>
        Assert.False(H264Packet.TryRead(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out _, out _, out _));

    [Fact]
    public void The_size_is_read_with_its_cropping()
    {
        Assert.True(H264Packet.TryRead(_sps720, out _, out var width, out var height));
        Assert.Equal((1280, 720), (width, height));
        Assert.True(H264Packet.TryRead(_sps, out _, out width, out height));
        Assert.Equal((320, 180), (width, height));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_bytes_whatever_do_harm(uint seed)
    {
        var dice = new Dice(seed);
        for (var i = 0; i < 20_000; i++)
        {
            byte[] bytes = dice.Chance(50) ? [24, .. Unit(_sps), .. Unit([0x68, 1, 2])] : [.. _sps720];
            for (var flips = 1 + dice.Below(6); flips > 0; flips--)
            {
                bytes[dice.Below(bytes.Length)] = (byte)dice.Next();
            }

            H264Packet.TryRead(bytes.AsSpan(0, dice.Below(bytes.Length + 1)), out var isKeyFrame, out var width, out var height);
            Assert.True(isKeyFrame || width == 0);
            Assert.InRange(width, 0, 16_384);
            Assert.InRange(height, 0, 32_768);
        }
    }

    private static void AssertKey(byte[] payload)
    {
        Assert.True(VideoPacket.TryRead(VideoCodec.H264, payload, out var packet));
        Assert.True(packet.IsKeyFrame);
        Assert.Equal((320, 180), (packet.Width, packet.Height));
    }

    private static byte[] Unit(byte[] unit) => [(byte)(unit.Length >> 8), (byte)unit.Length, .. unit];

    private static string Golomb(int value)
    {
        var bits = Convert.ToString(value + 1, 2);
        return new string('0', bits.Length - 1) + bits;
    }

    private static byte[] Bits(params string[] parts)
    {
        var bits = string.Concat(parts).Replace(" ", "", StringComparison.Ordinal);
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. bits.Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
