using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>The VP8 payload descriptor (RFC 7741 4.2) and, on a key frame's first packet, the picture's size.</summary>
internal readonly struct Vp8Descriptor
{
    private const byte HasExtension = 0x80;
    private const byte HasPictureId = 0x80;
    private const byte HasTl0 = 0x40;
    private const byte HasTid = 0x20;
    private const byte HasKeyIdx = 0x10;

    /// <summary>The longest descriptor there is: a rewritten one may be one byte longer than its source.</summary>
    public const int MaxLength = 6;

    private readonly byte _first;
    private readonly byte _flags;
    private readonly byte _layer;

    private Vp8Descriptor(byte first, byte flags, byte layer)
    {
        _first = first;
        _flags = flags;
        _layer = layer;
    }

    public int Length { get; private init; }

    public bool IsKeyFrame { get; private init; }

    public int Width { get; private init; }

    public int Height { get; private init; }

    public ushort PictureId { get; private init; }

    public bool LongPictureId { get; private init; }

    public byte Tl0 { get; private init; }

    public bool WithPictureId => (_flags & HasPictureId) != 0;

    public bool WithTl0 => (_flags & HasTl0) != 0;

    public bool WithKeyIdx => (_flags & HasKeyIdx) != 0;

    public byte KeyIdx => (byte)(_layer & 0x1F);

    /// <summary>The temporal layer; 0 where the stream has none.</summary>
    public int Temporal => (_flags & HasTid) != 0 ? _layer >> 6 : 0;

    /// <summary>The picture refers to the base layer only.</summary>
    public bool LayerSync => (_flags & HasTid) != 0 && (_layer & 0x20) != 0;

    public bool StartsFrame => (_first & 0x17) == 0x10;

    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.Length < 2)
        {
            return false;
        }

        var first = payload[0];
        var length = 1;
        byte flags = 0, tl0 = 0, layer = 0;
        ushort pictureId = 0;
        var longId = false;
        if ((first & HasExtension) != 0)
        {
            flags = (byte)(payload[length++] & 0xF0);
            if ((flags & HasPictureId) != 0)
            {
                if (payload.Length < length + 2)
                {
                    return false;
                }

                longId = (payload[length] & 0x80) != 0;
                pictureId = longId
                    ? (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[length..]) & 0x7FFF)
                    : payload[length];
                length += longId ? 2 : 1;
            }

            if (payload.Length < length + 2)
            {
                return false;
            }

            tl0 = (flags & HasTl0) != 0 ? payload[length++] : (byte)0;
            layer = (flags & (HasTid | HasKeyIdx)) != 0 ? payload[length++] : (byte)0;
        }

        if (payload.Length <= length)
        {
            return false;
        }

        var isKey = (first & 0x17) == 0x10 && (payload[length] & 1) == 0;
        var (width, height) = isKey ? ReadSize(payload[length..]) : (0, 0);
        descriptor = new Vp8Descriptor(first, flags, layer)
        {
            Length = length,
            IsKeyFrame = isKey,
            Width = width,
            Height = height,
            PictureId = pictureId,
            LongPictureId = longId,
            Tl0 = tl0,
        };
        return true;
    }

    /// <summary>Writes this descriptor with other numbers; the picture id always in 15 bits, so that switching between sources never changes its size.</summary>
    public int Write(Span<byte> to, ushort pictureId, byte tl0, byte keyIdx)
    {
        var length = 0;
        to[length++] = _first;
        if ((_first & HasExtension) == 0)
        {
            return length;
        }

        to[length++] = _flags;
        if (WithPictureId)
        {
            BinaryPrimitives.WriteUInt16BigEndian(to[length..], (ushort)(pictureId | 0x8000));
            length += 2;
        }

        if (WithTl0)
        {
            to[length++] = tl0;
        }

        if ((_flags & (HasTid | HasKeyIdx)) != 0)
        {
            to[length++] = WithKeyIdx ? (byte)((_layer & 0xE0) | (keyIdx & 0x1F)) : _layer;
        }

        return length;
    }

    // RFC 6386 9.1: three bytes of frame tag, the start code, then two 14-bit sizes.
    private static (int Width, int Height) ReadSize(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 10 || frame[3] != 0x9D || frame[4] != 0x01 || frame[5] != 0x2A)
        {
            return (0, 0);
        }

        return (
            BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF,
            BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF);
    }
}
