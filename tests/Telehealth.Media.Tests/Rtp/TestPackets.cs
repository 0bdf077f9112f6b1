using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>Builds the packets a publisher would send.</summary>
internal static class TestPackets
{
    public static byte[] Rtp(
        byte payloadType,
        ushort sequence,
        uint timestamp,
        uint ssrc,
        ReadOnlySpan<byte> payload,
        bool marker = false,
        params (byte Id, byte[] Data)[] extensions)
    {
        var packet = new List<byte> { 0x80, (byte)(payloadType | (marker ? 0x80 : 0)), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        var head = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(packet);
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(head[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(head[8..], ssrc);
        if (extensions.Length > 0)
        {
            packet[0] |= 0x10;
            var block = extensions.SelectMany(one => one.Data.Prepend((byte)((one.Id << 4) | (one.Data.Length - 1)))).ToList();
            while (block.Count % 4 != 0)
            {
                block.Add(0);
            }

            packet.AddRange([0xBE, 0xDE, 0, (byte)(block.Count / 4)]);
            packet.AddRange(block);
        }

        packet.AddRange(payload);
        return [.. packet];
    }

    /// <summary>A VP8 payload with a 15-bit picture id, TL0PICIDX and KEYIDX; a key frame says its size.</summary>
    /// <param name="temporal">The temporal layer; below 0 the stream has none.</param>
    public static byte[] Vp8(
        ushort pictureId,
        byte tl0,
        byte keyIdx,
        bool key,
        bool start = true,
        int width = 640,
        int height = 360,
        int length = 60,
        int temporal = -1,
        bool sync = false)
    {
        var payload = new byte[length];
        payload[0] = (byte)(0x80 | (start ? 0x10 : 0));
        payload[1] = 0x80 | 0x40 | 0x10;
        BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), (ushort)(pictureId | 0x8000));
        payload[4] = tl0;
        payload[5] = keyIdx;
        if (temporal >= 0)
        {
            payload[1] |= 0x20;
            payload[5] |= (byte)((temporal << 6) | (sync ? 0x20 : 0));
        }

        payload[6] = (byte)(key ? 0x10 : 0x11);
        if (key && start)
        {
            (payload[9], payload[10], payload[11]) = (0x9D, 0x01, 0x2A);
            BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(12), (ushort)width);
            BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(14), (ushort)height);
        }

        return payload;
    }
}
