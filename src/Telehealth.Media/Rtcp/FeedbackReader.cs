using System.Buffers.Binary;

namespace Telehealth.Media.Rtcp;

/// <summary>Reads the bodies of feedback messages (RFC 4585, RFC 5104, REMB).</summary>
internal static class FeedbackReader
{
    /// <summary>The sequence numbers of one NACK body after its two SSRCs; returns how many were written.</summary>
    public static int ReadNack(ReadOnlySpan<byte> body, Span<ushort> missing)
    {
        var count = 0;
        for (var offset = 8; offset + 4 <= body.Length; offset += 4)
        {
            var first = BinaryPrimitives.ReadUInt16BigEndian(body[offset..]);
            var bits = BinaryPrimitives.ReadUInt16BigEndian(body[(offset + 2)..]);
            if (count < missing.Length)
            {
                missing[count++] = first;
            }

            for (var i = 0; i < 16 && count < missing.Length; i++)
            {
                if ((bits & (1 << i)) != 0)
                {
                    missing[count++] = (ushort)(first + i + 1);
                }
            }
        }

        return count;
    }

    public static bool TryReadReceiverEstimate(ReadOnlySpan<byte> body, out ulong bitsPerSecond)
    {
        bitsPerSecond = 0;
        if (body.Length < 16 || !body[8..12].SequenceEqual("REMB"u8))
        {
            return false;
        }

        var exponent = body[13] >> 2;
        var mantissa = ((ulong)(body[13] & 3) << 16) | BinaryPrimitives.ReadUInt16BigEndian(body[14..]);
        // 2^46 bit/s is beyond any link; larger exponents would overflow.
        bitsPerSecond = exponent > 28 ? ulong.MaxValue : mantissa << exponent;
        return true;
    }

    public static uint MediaSsrc(ReadOnlySpan<byte> body) =>
        body.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(body[4..]) : 0;

    /// <summary>The target of the i-th entry of a FIR, which names its SSRC in the entry instead of the header.</summary>
    public static bool TryReadFullIntraTarget(ReadOnlySpan<byte> body, int index, out uint ssrc)
    {
        var offset = 8 + (index * 8);
        ssrc = 0;
        if (index < 0 || offset + 8 > body.Length)
        {
            return false;
        }

        ssrc = BinaryPrimitives.ReadUInt32BigEndian(body[offset..]);
        return true;
    }
}
