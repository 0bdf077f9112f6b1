using System.Buffers.Binary;

namespace Telehealth.Media.Rtcp;

/// <summary>Walks the packets of a compound or reduced-size RTCP datagram (RFC 3550 6, RFC 5506); stops at the first malformed one.</summary>
internal ref struct RtcpReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>Report count, or the feedback message type.</summary>
    public int Count { get; private set; }

    public byte PacketType { get; private set; }

    /// <summary>What follows the four-byte header, without padding.</summary>
    public ReadOnlySpan<byte> Body { get; private set; }

    public bool MoveNext()
    {
        if (_rest.Length < 4 || _rest[0] >> 6 != 2)
        {
            return false;
        }

        var length = (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) * 4) + 4;
        if (length > _rest.Length)
        {
            return false;
        }

        var end = length;
        if ((_rest[0] & 0x20) != 0)
        {
            var padding = _rest[length - 1];
            if (padding == 0 || padding > length - 4)
            {
                return false;
            }

            end -= padding;
        }

        Count = _rest[0] & 0x1F;
        PacketType = _rest[1];
        Body = _rest[4..end];
        _rest = _rest[length..];
        return true;
    }
}

/// <summary>The numbers of RTCP packets and feedback messages that we speak.</summary>
internal static class RtcpTypes
{
    public const byte SenderReport = 200;
    public const byte ReceiverReport = 201;
    public const byte SourceDescription = 202;
    public const byte TransportFeedback = 205;
    public const byte PayloadFeedback = 206;

    public const int Nack = 1;
    public const int TransportWide = 15;

    public const int PictureLoss = 1;
    public const int FullIntraRequest = 4;
    public const int ApplicationLayer = 15;
}
