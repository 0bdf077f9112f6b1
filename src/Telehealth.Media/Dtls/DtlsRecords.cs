using System.Buffers.Binary;

namespace Telehealth.Media.Dtls;

/// <summary>Finds the records in a datagram (RFC 6347 section 4.1) so that only plausible ones reach OpenSSL.</summary>
internal static class DtlsRecords
{
    public const int HeaderBytes = 13;

    private const byte ChangeCipherSpec = 20;
    private const byte Alert = 21;
    private const byte ApplicationData = 23;
    private const byte Dtls1Major = 0xFE;

    // 2^14 of plaintext and RFC 6347's 2,048 of expansion; a datagram is shorter anyway.
    private const int LargestRecord = (1 << 14) + 2048;

    /// <summary>Takes the next record off the datagram; false at its end or at the first thing that is no record.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> record)
    {
        record = default;
        if (datagram.Length < HeaderBytes
            || datagram[0] is < ChangeCipherSpec or > ApplicationData
            || datagram[1] != Dtls1Major)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
        if (length is 0 or > LargestRecord || length > datagram.Length - HeaderBytes)
        {
            return false;
        }

        record = datagram[..(HeaderBytes + length)];
        datagram = datagram[record.Length..];
        return true;
    }

    /// <summary>Epoch 0 is what anybody can write: its alerts end nothing, and after the handshake none of it counts (S-M1).</summary>
    public static bool MayBeForged(ReadOnlySpan<byte> record, bool handshakeDone)
    {
        var isPlain = BinaryPrimitives.ReadUInt16BigEndian(record[3..]) == 0;
        return isPlain && (handshakeDone || record[0] is Alert or ApplicationData);
    }
}
