using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>
/// Redundant audio (RFC 2198): one packet's sound and, before it, what some earlier packets carried. Valid as long as the bytes it
/// was read from.
/// </summary>
internal readonly ref struct RedPacket
{
    /// <summary>Browsers send one or two; more is nobody's speech.</summary>
    public const int MaxRedundant = 4;

    /// <summary>Ten bits say its length.</summary>
    public const int LongestEarlier = 1023;

    /// <summary>What each earlier block costs besides its sound.</summary>
    public const int BlockHeader = 4;

    private const byte MoreFollow = 0x80;

    private readonly ReadOnlySpan<byte> _payload;

    private RedPacket(ReadOnlySpan<byte> payload, int count, int primary)
    {
        _payload = payload;
        Redundant = count;
        PrimaryOffset = primary;
    }

    /// <summary>How many earlier blocks stand before the newest.</summary>
    public int Redundant { get; }

    /// <summary>Where the newest block begins: what a packet without redundancy would carry.</summary>
    public int PrimaryOffset { get; }

    public ReadOnlySpan<byte> Primary => _payload[PrimaryOffset..];

    /// <summary>False when the headers, their lengths or their codecs do not fit the payload.</summary>
    /// <param name="payloadType">The codec of every block; a mixture is refused.</param>
    public static bool TryRead(ReadOnlySpan<byte> payload, byte payloadType, out RedPacket packet)
    {
        packet = default;
        var count = 0;
        var data = 0;
        var offset = 0;
        while (offset < payload.Length && (payload[offset] & MoreFollow) != 0)
        {
            if (++count > MaxRedundant || offset + BlockHeader > payload.Length || (payload[offset] & 0x7F) != payloadType)
            {
                return false;
            }

            data += ReadHeader(payload[offset..]).Length;
            offset += BlockHeader;
        }

        // The last header is one byte; an empty newest block says nothing, and its sender would not have sent it.
        if (offset >= payload.Length || payload[offset] != payloadType || offset + 1 + data >= payload.Length)
        {
            return false;
        }

        packet = new RedPacket(payload, count, offset + 1 + data);
        return true;
    }

    /// <summary>A block that was sent before; empty when its sender left that place empty.</summary>
    /// <param name="distance">1 is the block sent last before the newest, <see cref="Redundant"/> the oldest.</param>
    /// <param name="age">How far its RTP timestamp lies before that of the newest.</param>
    public ReadOnlySpan<byte> Earlier(int distance, out uint age)
    {
        var wanted = Redundant - distance;
        var start = (Redundant * BlockHeader) + 1;
        for (var i = 0; ; i++)
        {
            var (older, length) = ReadHeader(_payload[(i * BlockHeader)..]);
            if (i == wanted)
            {
                age = older;
                return _payload.Slice(start, length);
            }

            start += length;
        }
    }

    /// <summary>Copies the block headers of a payload that was read before, with a receiver's own number for the codec.</summary>
    /// <returns>How long they are.</returns>
    public static int CopyHeaders(ReadOnlySpan<byte> payload, byte payloadType, Span<byte> to)
    {
        var offset = 0;
        for (; (payload[offset] & MoreFollow) != 0; offset += BlockHeader)
        {
            payload.Slice(offset, BlockHeader).CopyTo(to[offset..]);
            to[offset] = (byte)(MoreFollow | payloadType);
        }

        to[offset] = payloadType;
        return offset + 1;
    }

    /// <summary>Writes the header of an earlier block.</summary>
    /// <param name="age">How far its RTP timestamp lies before that of the newest; 14 bits.</param>
    /// <returns>How long it is.</returns>
    public static int WriteHeader(Span<byte> to, byte payloadType, uint age, int length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, ((uint)(MoreFollow | payloadType) << 24) | (age << 10) | (uint)length);
        return BlockHeader;
    }

    // RFC 2198 3: F and payload type in 8 bits, timestamp offset in 14, length in 10.
    private static (uint Age, int Length) ReadHeader(ReadOnlySpan<byte> header)
    {
        var bits = BinaryPrimitives.ReadUInt32BigEndian(header);
        return ((bits >> 10) & 0x3FFF, (int)(bits & 0x3FF));
    }
}
