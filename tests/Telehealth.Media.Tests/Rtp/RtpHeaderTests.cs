namespace Telehealth.Media.Rtp;

public sealed class RtpHeaderTests
{
    [Fact]
    public void A_packet_tells_its_numbers_extensions_and_payload()
    {
        var packet = TestPackets.Rtp(96, 65535, 0xFFFFFFF0, 0xDEADBEEF, [1, 2, 3], marker: true, (3, [0x12, 0x34]), (4, [(byte)'1']));
        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal((96, 65535, 0xFFFFFFF0u, 0xDEADBEEFu, true), (header.PayloadType, header.Sequence, header.Timestamp, header.Ssrc, header.Marker));
        Assert.Equal([0x12, 0x34], header.FindExtension(packet, 3).ToArray());
        Assert.Equal("1"u8.ToArray(), header.FindExtension(packet, 4).ToArray());
        Assert.True(header.FindExtension(packet, 5).IsEmpty);
        Assert.Equal([1, 2, 3], packet[header.PayloadOffset..].ToArray());
    }

    [Fact]
    public void Two_byte_extensions_and_contributing_sources_are_read()
    {
        byte[] packet =
        [
            0x92, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1, 1, 2, 2, 2, 2,
            0x10, 0x00, 0, 2, 20, 3, 7, 8, 9, 0, 0, 0, 42,
        ];
        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal([7, 8, 9], header.FindExtension(packet, 20).ToArray());
        Assert.Equal(1, header.PayloadLength);
        Assert.Equal(42, packet[header.PayloadOffset]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 0)]
    public void Padding_is_no_payload(byte padding, int payloadLength)
    {
        var packet = TestPackets.Rtp(97, 1, 2, 3, payloadLength == 0 ? [0, 0, 0, padding] : [9, padding]);
        packet[0] |= 0x20;
        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal(payloadLength, header.PayloadLength);
    }

    [Fact]
    public void What_claims_more_than_there_is_is_refused()
    {
        Assert.False(RtpHeader.TryRead([], out _));
        Assert.False(RtpHeader.TryRead([0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0], out _));
        Assert.False(RtpHeader.TryRead([0x8F, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3], out _));
        Assert.False(RtpHeader.TryRead([0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xBE, 0xDE, 0xFF, 0xFF], out _));
        Assert.False(RtpHeader.TryRead([0xA0, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 200], out _));
        Assert.False(RtpHeader.TryRead([0xA0, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0], out _));
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var dice = new Dice(7);
        for (var round = 0; round < 20_000; round++)
        {
            var packet = new byte[dice.Below(60)];
            for (var i = 0; i < packet.Length; i++)
            {
                packet[i] = (byte)dice.Next();
            }

            if (packet.Length > 0 && dice.Chance(80))
            {
                packet[0] = (byte)((packet[0] & 0x3F) | 0x80);
            }

            if (RtpHeader.TryRead(packet, out var header))
            {
                header.FindExtension(packet, 3);
                Vp8Descriptor.TryRead(packet.AsSpan(header.PayloadOffset, header.PayloadLength), out _);
            }
        }
    }

    [Fact]
    public void A_written_header_is_read_back()
    {
        Span<byte> buffer = new byte[100];
        var writer = new RtpHeaderWriter(buffer, 111, true, 1234, 5678, 42);
        writer.AddMid(4, "12"u8);
        writer.AddAbsSendTime(2, 1_500_000);
        writer.AddTransportSequence(3, 65535);
        writer.AddAudioLevel(1, 0x85);
        var length = writer.Finish();
        var packet = buffer[..length];
        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal(length, header.PayloadOffset);
        Assert.Equal("12"u8.ToArray(), header.FindExtension(packet, 4).ToArray());
        // 1.5 s in 6.18 fixed point.
        Assert.Equal([0x06, 0x00, 0x00], header.FindExtension(packet, 2).ToArray());
        Assert.Equal([0xFF, 0xFF], header.FindExtension(packet, 3).ToArray());
        Assert.Equal([0x85], header.FindExtension(packet, 1).ToArray());
    }

    [Fact]
    public void Without_negotiated_extensions_there_is_no_block()
    {
        Span<byte> buffer = new byte[100];
        var writer = new RtpHeaderWriter(buffer, 111, false, 1, 2, 3);
        writer.AddMid(0, "1"u8);
        writer.AddTransportSequence(0, 9);
        Assert.Equal(12, writer.Finish());
        Assert.Equal(0x80, buffer[0]);
    }

    [Fact]
    public void A_retransmission_becomes_the_original_again()
    {
        var original = TestPackets.Rtp(96, 777, 9000, 0x1111, [5, 6, 7], marker: true, (3, [0, 1]));
        var rtx = TestPackets.Rtp(97, 1, 9000, 0x2222, [3, 9, 5, 6, 7], marker: true, (3, [0, 1]));
        Assert.True(RtpHeader.TryRead(rtx, out var header));
        Assert.True(RtxPacket.TryRestore(rtx, header, 96, 0x1111, out var restored));
        Assert.Equal(original, restored.ToArray());
    }

    [Fact]
    public void A_probe_on_the_retransmission_stream_restores_nothing()
    {
        var probe = TestPackets.Rtp(97, 1, 9000, 0x2222, [0, 0, 0, 4]);
        probe[0] |= 0x20;
        Assert.True(RtpHeader.TryRead(probe, out var header));
        Assert.False(RtxPacket.TryRestore(probe, header, 96, 0x1111, out _));
    }
}
