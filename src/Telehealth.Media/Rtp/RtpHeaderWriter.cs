using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>Writes the header of an outgoing packet with the receiver's own extensions, always in the one-byte form (RFC 8285 4.2).</summary>
internal ref struct RtpHeaderWriter
{
    private readonly Span<byte> _to;
    private int _length;

    public RtpHeaderWriter(Span<byte> to, byte payloadType, bool marker, ushort sequence, uint timestamp, uint ssrc)
    {
        to[0] = 0x80;
        to[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], ssrc);
        _to = to;
        // The extension block's own header is filled in by Finish.
        _length = RtpHeader.FixedLength + 4;
    }

    public void AddMid(byte id, ReadOnlySpan<byte> mid)
    {
        if (id != 0 && mid.Length is > 0 and <= 16)
        {
            _to[_length++] = (byte)((id << 4) | (mid.Length - 1));
            mid.CopyTo(_to[_length..]);
            _length += mid.Length;
        }
    }

    /// <summary>Seconds in 6.18 fixed point, as libwebrtc's abs-send-time.</summary>
    public void AddAbsSendTime(byte id, long micros)
    {
        if (id != 0)
        {
            var time = (uint)((((ulong)micros % 64_000_000) << 18) / 1_000_000);
            _to[_length] = (byte)((id << 4) | 2);
            _to[_length + 1] = (byte)(time >> 16);
            _to[_length + 2] = (byte)(time >> 8);
            _to[_length + 3] = (byte)time;
            _length += 4;
        }
    }

    public void AddTransportSequence(byte id, ushort sequence)
    {
        if (id != 0)
        {
            _to[_length] = (byte)((id << 4) | 1);
            BinaryPrimitives.WriteUInt16BigEndian(_to[(_length + 1)..], sequence);
            _length += 3;
        }
    }

    public void AddAudioLevel(byte id, byte level)
    {
        if (id != 0)
        {
            _to[_length] = (byte)(id << 4);
            _to[_length + 1] = level;
            _length += 2;
        }
    }

    /// <summary>Closes the extension block; the payload follows at the returned offset.</summary>
    public int Finish()
    {
        const int Start = RtpHeader.FixedLength + 4;
        if (_length == Start)
        {
            return RtpHeader.FixedLength;
        }

        while ((_length & 3) != 0)
        {
            _to[_length++] = 0;
        }

        _to[0] |= 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(_to[RtpHeader.FixedLength..], RtpHeader.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(_to[(RtpHeader.FixedLength + 2)..], (ushort)((_length - Start) / 4));
        return _length;
    }
}
