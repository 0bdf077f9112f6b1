using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>Writes the header of an outgoing packet with the receiver's own extensions, in the one-byte form (RFC 8285 4.2) wherever that will do.</summary>
internal ref struct RtpHeaderWriter
{
    /// <summary>What the one-byte form can say of one extension.</summary>
    public const int LongestOfOneByte = 16;

    private const ushort TwoByteProfile = 0x1000;

    private readonly Span<byte> _to;
    private readonly bool _twoByte;
    private int _length;

    /// <param name="twoByte">An extension will be longer than <see cref="LongestOfOneByte"/>.</param>
    public RtpHeaderWriter(
        Span<byte> to, byte payloadType, bool marker, ushort sequence, uint timestamp, uint ssrc, bool twoByte = false)
    {
        _twoByte = twoByte;
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
        var header = packet.Length > RtpHeader.FixedLength && packet[RtpHeader.FixedLength] == TwoByteProfile >> 8 ? 2 : 1;
        if (timeId != 0 && offset + header + 3 <= packet.Length)
        {
            WriteAbsSendTime(packet[(offset + header)..], micros);
            offset += header + 3;
        }

        if (sequenceId != 0 && offset + header + 2 <= packet.Length)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[(offset + header)..], sequence);
        }
    }

    public void AddMid(byte id, ReadOnlySpan<byte> mid)
    {
        if (id != 0 && mid.Length is > 0 and <= LongestOfOneByte)
        {
            mid.CopyTo(Begin(id, mid.Length));
        }
    }

    /// <summary>Seconds in 6.18 fixed point, as libwebrtc's abs-send-time.</summary>
    public void AddAbsSendTime(byte id, long micros)
    {
        if (id != 0)
        {
            WriteAbsSendTime(Begin(id, 3), micros);
        }
    }

    public void AddTransportSequence(byte id, ushort sequence)
    {
        if (id != 0)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Begin(id, 2), sequence);
        }
    }

    public void AddAudioLevel(byte id, byte level)
    {
        if (id != 0)
        {
            Begin(id, 1)[0] = level;
        }
    }

    /// <summary>The dependency descriptor with another picture number.</summary>
    public void AddDependencies(byte id, scoped ReadOnlySpan<byte> descriptor, ushort number)
    {
        if (id != 0 && descriptor.Length > 0)
        {
            var to = Begin(id, descriptor.Length);
            descriptor.CopyTo(to);
            DependencyFrame.Renumber(to, number);
        }
    }

    private Span<byte> Begin(byte id, int length)
    {
        if (_twoByte)
        {
            _to[_length++] = id;
            _to[_length++] = (byte)length;
        }
        else
        {
            _to[_length++] = (byte)((id << 4) | (length - 1));
        }

        _length += length;
        return _to.Slice(_length - length, length);
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
        BinaryPrimitives.WriteUInt16BigEndian(_to[RtpHeader.FixedLength..], _twoByte ? TwoByteProfile : RtpHeader.OneByteProfile);
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
