using Telehealth.Media.Rtcp;

namespace Telehealth.Fuzz.Targets;

/// <summary>Compound and reduced-size RTCP: reports, NACK, PLI, FIR, REMB and transport-wide feedback (RFC 3550, 4585, 5104, 5506).</summary>
internal sealed class RtcpTarget : FuzzTarget
{
    private readonly byte[] _written = new byte[2048];
    private readonly ushort[] _missing = new ushort[256];

    public override string Name => "rtcp";

    public override string[] Covers => ["Telehealth.Media.Rtcp."];

    public override byte[][] Dictionary =>
    [
        [0x80, 200, 0, 6], [0x81, 201, 0, 7], [0x81, 202, 0, 2], [0x81, 203, 0, 1], [0x81, 205, 0, 3], [0x81, 206, 0, 2], [0x84, 206, 0, 4],
        [0x8F, 206, 0, 5], [0x8F, 205, 0, 5], [0xAF, 205, 0, 5], "REMB"u8.ToArray(), [0x3F, 0xFF], [0x5F, 0xFF], [0xFF, 0xFF], [0x20, 0x01], [0xD5, 0x55],
    ];

    public override IEnumerable<byte[]> Seeds()
    {
        var writer = new RtcpWriter(_written);
        writer.AddSenderReport(1, 0x1234_5678_9ABC_DEF0, 90_000, 10, 1000);
        writer.AddSourceDescription(1, "a cname"u8);
        yield return _written[..writer.Length];
        writer = new RtcpWriter(_written);
        writer.AddReceiverReport(1, [new ReportBlock(2, 128, -5, 70_000, 9, 10, 11), new ReportBlock(3, 0, 5, 7, 9, 10, 11)]);
        writer.AddReceiverEstimate(1, 2_500_000, [2, 3]);
        yield return _written[..writer.Length];
        writer = new RtcpWriter(_written);
        writer.AddPictureLoss(1, 2);
        writer.AddNack(1, 2, [65534, 65535, 0, 40]);
        yield return _written[..writer.Length];
        yield return [0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 5, 0, 0, 0];
        yield return [0x81, 203, 0, 1, 0, 0, 0, 1];
        // A run, a vector of one bit and one of two bits for each packet, then five times of arrival.
        yield return
        [
            0x8F, 205, 0, 7, 0, 0, 0, 1, 0, 0, 0, 2, 0xFF, 0xF0, 0, 23, 0, 0, 9, 1, 0x20, 2, 0xA0, 0, 0xD2, 0, 4, 8, 12, 0, 40, 0,
        ];
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        var reader = new RtcpReader(input);
        var bytes = 0;
        while (reader.MoveNext())
        {
            bytes += 4 + reader.Body.Length;
            Claim(bytes <= input.Length, "the packets lie in the datagram");
            Claim(reader.Count <= 31, "a count has five bits");
            Read(reader.PacketType, reader.Count, reader.Body);
        }
    }

    private void Read(byte type, int count, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case RtcpTypes.SenderReport:
                Claim(SenderReport.TryRead(body, out _) == body.Length >= SenderReport.BodyLength, "a whole sender report can be read");
                ReadBlocks(body, SenderReport.BodyLength, count);
                break;
            case RtcpTypes.ReceiverReport:
                ReadBlocks(body, 4, count);
                break;
            case RtcpTypes.TransportFeedback when count == RtcpTypes.Nack:
                ReadNack(body);
                break;
            case RtcpTypes.TransportFeedback when count == RtcpTypes.TransportWide:
                ReadArrivals(body);
                break;
            case RtcpTypes.PayloadFeedback:
                ReadPayloadFeedback(count, body);
                break;
        }
    }

    private void ReadBlocks(ReadOnlySpan<byte> body, int offset, int count)
    {
        for (; count > 0 && offset + ReportBlock.Length <= body.Length; count--, offset += ReportBlock.Length)
        {
            ReportBlock.Read(body[offset..]).Write(_written);
            Claim(body.Slice(offset, ReportBlock.Length).SequenceEqual(_written.AsSpan(0, ReportBlock.Length)), "a report block is written as it was read");
        }
    }

    private void ReadNack(ReadOnlySpan<byte> body)
    {
        _ = FeedbackReader.MediaSsrc(body);
        var count = FeedbackReader.ReadNack(body, _missing);
        Claim(count <= _missing.Length && count <= (body.Length / 4) * 17, "a word of a NACK names at most seventeen packets");
        var writer = new RtcpWriter(_written);
        writer.AddNack(1, 2, _missing.AsSpan(0, Math.Min(count, 64)));
        var again = new RtcpReader(_written.AsSpan(0, writer.Length));
        Claim(again.MoveNext() && again.PacketType == RtcpTypes.TransportFeedback && !Trails(again), "a NACK that we write can be read");
    }

    private static void ReadArrivals(ReadOnlySpan<byte> body)
    {
        if (!TransportFeedbackReader.TryOpen(body, out var reader))
        {
            return;
        }

        var packets = 0;
        while (reader.MoveNext())
        {
            packets++;
        }

        Claim(packets <= TransportFeedbackReader.MaxPackets, "feedback speaks of no more packets than are remembered");
    }

    private void ReadPayloadFeedback(int message, ReadOnlySpan<byte> body)
    {
        if (message == RtcpTypes.FullIntraRequest)
        {
            var entries = 0;
            while (FeedbackReader.TryReadFullIntraTarget(body, entries, out _))
            {
                entries++;
            }

            Claim(entries <= body.Length / 8, "an entry of a FIR has eight bytes");
        }
        else if (message == RtcpTypes.ApplicationLayer && FeedbackReader.TryReadReceiverEstimate(body, out var rate))
        {
            var writer = new RtcpWriter(_written);
            writer.AddReceiverEstimate(1, rate, []);
            Claim(FeedbackReader.TryReadReceiverEstimate(_written.AsSpan(4, writer.Length - 4), out var again), "an estimate that we write can be read");
            Claim(again == rate, "an estimate is written as it was read");
        }
    }

    private static bool Trails(RtcpReader reader) => reader.MoveNext();
}
