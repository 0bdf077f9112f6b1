using System.Buffers.Binary;

namespace Telehealth.Media.Peer;

/// <summary>VP8 that no decoder would show but every forwarder must handle: valid descriptors (RFC 7741) over filler.</summary>
internal sealed class SyntheticVideo(int width, int height)
{
    /// <summary>The time of sending stands in the last bytes of every payload.</summary>
    public const int StampBytes = 8;

    private const int DescriptorBytes = 6;

    private ushort _pictureId = 0x7FF0;
    private byte _tl0 = 250;
    private byte _keyIndex;

    public bool KeyFrameWanted { get; set; } = true;

    public int KeyFramesSent { get; private set; }

    public int FramesSent { get; private set; }

    /// <summary>Starts the next frame; key frames only when one is wanted.</summary>
    public bool BeginFrame()
    {
        var isKey = KeyFrameWanted;
        KeyFrameWanted = false;
        _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
        _tl0++;
        FramesSent++;
        if (isKey)
        {
            _keyIndex = (byte)((_keyIndex + 1) & 0x1F);
            KeyFramesSent++;
        }

        return isKey;
    }

    /// <summary>Fills one packet's payload.</summary>
    public void WritePayload(Span<byte> payload, bool isFirst, bool isKey, long now)
    {
        // X, S on the frame's first packet, partition 0; then I, L, T and K: PictureID, TL0PICIDX, TID and KEYIDX follow.
        payload[0] = (byte)(isFirst ? 0x90 : 0x80);
        payload[1] = 0xF0;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | _pictureId));
        payload[4] = _tl0;
        payload[5] = _keyIndex;
        payload[DescriptorBytes..].Fill(0xAA);
        if (isFirst)
        {
            // RFC 6386 section 9.1: frame tag (bit 0 clear on key frames), start code, size.
            payload[DescriptorBytes] = (byte)(isKey ? 0x10 : 0x11);
            if (isKey)
            {
                payload[9] = 0x9D;
                payload[10] = 0x01;
                payload[11] = 0x2A;
                BinaryPrimitives.WriteUInt16LittleEndian(payload[12..], (ushort)width);
                BinaryPrimitives.WriteUInt16LittleEndian(payload[14..], (ushort)height);
            }
        }

        BinaryPrimitives.WriteInt64BigEndian(payload[^StampBytes..], now);
    }
}
