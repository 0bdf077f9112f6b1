using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Rtcp;

public sealed class RtcpTests
{
    [Fact]
    public void A_compound_datagram_is_read_packet_by_packet()
    {
        var buffer = new byte[500];
        var writer = new RtcpWriter(buffer);
        writer.AddSenderReport(1, 0x0102030405060708, 99, 10, 20);
        writer.AddSourceDescription(1, "cname"u8);
        writer.AddPictureLoss(2, 3);
        var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));

        Assert.True(reader.MoveNext());
        Assert.Equal(RtcpTypes.SenderReport, reader.PacketType);
        Assert.True(SenderReport.TryRead(reader.Body, out var report));
        Assert.Equal(new SenderReport(1, 0x0102030405060708, 99), report);
        Assert.True(reader.MoveNext());
        Assert.Equal((RtcpTypes.SourceDescription, 1), (reader.PacketType, reader.Count));
        Assert.Equal("cname"u8.ToArray(), reader.Body[6..11].ToArray());
        Assert.True(reader.MoveNext());
        Assert.Equal((RtcpTypes.PayloadFeedback, RtcpTypes.PictureLoss), (reader.PacketType, reader.Count));
        Assert.Equal(3u, FeedbackReader.MediaSsrc(reader.Body));
        Assert.False(reader.MoveNext());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(0x7FFFFF)]
    public void A_report_block_survives_the_wire(int cumulative)
    {
        var block = new ReportBlock(7, 200, cumulative, 0x12345678, 9, 0xAABBCCDD, 65536);
        Span<byte> bytes = stackalloc byte[ReportBlock.Length];
        block.Write(bytes);
        Assert.Equal(block, ReportBlock.Read(bytes));
    }

    [Fact]
    public void Missing_numbers_are_packed_across_the_wrap_and_read_back()
    {
        ushort[] missing = [65530, 65531, 65535, 0, 10, 11, 500];
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer);
        writer.AddNack(1, 2, missing);
        var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));
        Assert.True(reader.MoveNext());
        Span<ushort> found = stackalloc ushort[64];
        Assert.Equal(missing, found[..FeedbackReader.ReadNack(reader.Body, found)].ToArray());
        // 65530 with 65531, 65535, 0 and 10 in its bits; 11 is 17 away.
        Assert.Equal(8 + (3 * 4), reader.Body.Length);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(262143ul)]
    [InlineData(2_500_000ul)]
    [InlineData(4_000_000_000ul)]
    public void A_receiver_estimate_survives_the_wire_to_within_its_mantissa(ulong rate)
    {
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer);
        writer.AddReceiverEstimate(1, rate, [5, 6]);
        var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));
        Assert.True(reader.MoveNext());
        Assert.True(FeedbackReader.TryReadReceiverEstimate(reader.Body, out var read));
        Assert.InRange(read, rate - (rate / 100_000), rate);
        Assert.Equal(2, reader.Body[12]);
    }

    [Fact]
    public void A_full_intra_request_names_its_targets_in_its_entries()
    {
        byte[] body = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 1, 0, 0, 0];
        Assert.True(FeedbackReader.TryReadFullIntraTarget(body, 0, out var ssrc));
        Assert.Equal(9u, ssrc);
        Assert.False(FeedbackReader.TryReadFullIntraTarget(body, 1, out _));
    }

    /// <summary>Found by the fuzzer: sixteen bytes of runs for each 65,535 packets made a datagram cost milliseconds.</summary>
    [Theory]
    [InlineData(TransportFeedbackReader.MaxPackets, true)]
    [InlineData(TransportFeedbackReader.MaxPackets + 1, false)]
    [InlineData(ushort.MaxValue, false)]
    public void Feedback_on_more_packets_than_anybody_remembers_is_refused_before_it_is_walked(int packets, bool isRead)
    {
        var body = new byte[16 + (2 * 9)];
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(10), (ushort)packets);
        for (var offset = 16; offset < body.Length; offset += 2)
        {
            // A run of "not received".
            BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(offset), 0x1FFF);
        }

        Assert.Equal(isRead, TransportFeedbackReader.TryOpen(body, out _));
    }

    [Fact]
    public void Random_datagrams_never_throw_and_always_end()
    {
        var dice = new Dice(3);
        var missing = new ushort[300];
        for (var round = 0; round < 20_000; round++)
        {
            var packet = new byte[dice.Below(80)];
            for (var i = 0; i < packet.Length; i++)
            {
                packet[i] = (byte)dice.Next();
            }

            if (packet.Length >= 4)
            {
                packet[0] = (byte)((packet[0] & 0x3F) | 0x80);
                packet[1] = (byte)(200 + dice.Below(7));
                packet[2] = 0;
                packet[3] = (byte)dice.Below(packet.Length / 4);
            }

            ReadAll(packet, missing);
        }
    }

    private static void ReadAll(byte[] packet, ushort[] missing)
    {
        var reader = new RtcpReader(packet);
        while (reader.MoveNext())
        {
            FeedbackReader.ReadNack(reader.Body, missing);
            FeedbackReader.TryReadReceiverEstimate(reader.Body, out _);
            SenderReport.TryRead(reader.Body, out _);
            if (TransportFeedbackReader.TryOpen(reader.Body, out var feedback))
            {
                while (feedback.MoveNext())
                {
                }
            }
        }
    }
}
