using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Fuzz.Targets;

/// <summary>RTP headers, their extensions, and retransmissions turned back (RFC 3550, 8285, 4588).</summary>
internal sealed class RtpTarget : FuzzTarget
{
    private const int HighestId = 15;

    private readonly byte[] _copy = new byte[2048];

    public override string Name => "rtp";

    public override string[] Covers =>
        ["Telehealth.Media.Rtp.RtpHeader", "Telehealth.Media.Rtp.RtxPacket"];

    public override byte[][] Dictionary => [[0xBE, 0xDE, 0, 1], [0x10, 0, 0, 2], [0x10, 0x0F], [0x90, 96], [0x80, 0xE0], [0xB0, 96], "mid"u8.ToArray()];

    public override IEnumerable<byte[]> Seeds()
    {
        var packet = new byte[64];
        var writer = new RtpHeaderWriter(packet, 96, true, 65535, 0xFFFF_0000, 0x1234_5678);
        writer.AddMid(4, "audio"u8);
        writer.AddAbsSendTime(2, 1_000_000);
        writer.AddTransportSequence(3, 65535);
        writer.AddAudioLevel(1, 20);
        var length = writer.Finish();
        packet[length] = 0x12;
        byte[] fixedHeader = [0x80, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
        return
        [
            packet[..(length + 8)],
            [.. fixedHeader, 1, 2, 3, 4],
            [0xA0, 97, .. fixedHeader[2..], 0, 9, 1, 2, 0, 0, 3],
            [0x82, 97, .. fixedHeader[2..], 1, 1, 1, 1, 2, 2, 2, 2, 0, 9, 5],
            [0x90, 96, .. fixedHeader[2..], 0x10, 0, 0, 2, 3, 2, 0, 7, 0, 4, 0, 0, 9, 9],
        ];
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!RtpHeader.TryRead(input, out var header))
        {
            return;
        }

        Claim(
            header.PayloadOffset >= RtpHeader.FixedLength && header.PayloadLength >= 0
                && header.PayloadOffset + header.PayloadLength <= input.Length,
            "the payload lies in the packet");
        Claim(header.ExtensionOffset + header.ExtensionLength <= header.PayloadOffset, "the extensions lie before the payload");
        for (var id = 0; id <= HighestId; id++)
        {
            var found = header.FindExtension(input, id);
            Claim(id != 0 || found.IsEmpty, "there is no extension 0");
            Claim(found.Length <= header.ExtensionLength, "an extension lies in its block");
        }

        Restore(input, header);
        Rewrite(input, header);
    }

    private void Restore(ReadOnlySpan<byte> input, in RtpHeader header)
    {
        input.CopyTo(_copy);
        if (!RtxPacket.TryRestore(_copy.AsSpan(0, input.Length), header, 96, 77, out var restored))
        {
            return;
        }

        Claim(RtpHeader.TryRead(restored, out var original), "a repeated packet can be read");
        Claim(original.Ssrc == 77 && original.PayloadType == 96 && original.Marker == header.Marker, "it gets the stream it belongs to");
        Claim(original.Sequence == BinaryPrimitives.ReadUInt16BigEndian(input[header.PayloadOffset..]), "it gets its own number back");
        Claim(
            restored[original.PayloadOffset..].SequenceEqual(input.Slice(header.PayloadOffset + 2, header.PayloadLength - 2)),
            "it gets its own payload back");
    }

    private void Rewrite(ReadOnlySpan<byte> input, in RtpHeader header)
    {
        var mid = header.FindExtension(input, 4);
        var writer = new RtpHeaderWriter(_copy, header.PayloadType, header.Marker, header.Sequence, header.Timestamp, header.Ssrc);
        writer.AddMid(4, mid);
        writer.AddTransportSequence(3, header.Sequence);
        var length = writer.Finish();
        Claim(RtpHeader.TryRead(_copy.AsSpan(0, length), out var again), "what we write can be read");
        Claim(
            again.Sequence == header.Sequence && again.Timestamp == header.Timestamp && again.Ssrc == header.Ssrc
                && again.PayloadType == header.PayloadType && again.Marker == header.Marker && again.PayloadLength == 0,
            "what was read is written again as it was");
        Claim(
            mid.Length > 16 || again.FindExtension(_copy.AsSpan(0, length), 4).SequenceEqual(mid),
            "a mid is written again as it was read");
    }
}
