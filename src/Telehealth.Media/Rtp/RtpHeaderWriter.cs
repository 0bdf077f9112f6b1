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

    public readonly int Length => _length;

    /// <summary>Writes the time and the number anew into a finished packet that leaves later than it was made.</summary>
    /// <param name="offset">Where <see cref="AddAbsSendTime"/> began, with <see cref="AddTransportSequence"/> behind it.</param>
    public static void Stamp(Span<byte> packet, int offset, byte timeId, byte sequenceId, long micros, ushort sequence)
    {
        if (timeId != 0 && offset + 4 <= packet.Length)
        {
            WriteAbsSendTime(packet[(offset + 1)..], micros);
            offset += 4;
        }

        if (sequenceId != 0 && offset + 3 <= packet.Length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[(offset + 1)..], sequence);
        }
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
            _to[_length] = (byte)((id << 4) | 2);
            WriteAbsSendTime(_to[(_length + 1)..], micros);
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

    private static void WriteAbsSendTime(Span<byte> to, long micros)
    {
        var time = (uint)((((ulong)micros % 64_000_000) << 18) / 1_000_000);
        to[0] = (byte)(time >> 16);
        to[1] = (byte)(time >> 8);
        to[2] = (byte)time;
    }
}
