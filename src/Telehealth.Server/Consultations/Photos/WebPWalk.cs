using System.Buffers.Binary;
using System.Text;

namespace Telehealth.Consultations.Photos;

/// <summary>Walks the RIFF chunks of a still WebP (RFC 9649) and leaves out Exif and XMP; an animation is no photo.</summary>
internal static class WebPWalk
{
    private const byte ExifFlag = 0x08;
    private const byte XmpFlag = 0x04;
    private const byte AnimationFlag = 0x02;

    public static CheckedImage? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 20 || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("WEBP"u8)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length)
        {
            return null;
        }

        var end = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8;
        var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..12]);
        var (canvas, picture, position) = ((Width: 0, Height: 0), (Width: 0, Height: 0), 12);
        while (position + 8 <= end)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(position + 4)..]);
            var padded = 8L + length + (length & 1);
            if (padded > end - position)
            {
                return null;
            }

            var chunk = bytes.Slice(position, (int)padded);
            position += chunk.Length;
            switch (Encoding.ASCII.GetString(chunk[..4]))
            {
                case "VP8X" when length == 10 && (chunk[8] & AnimationFlag) == 0:
                    canvas = (UInt24(chunk[12..]) + 1, UInt24(chunk[15..]) + 1);
                    byte[] extended = [.. chunk];
                    extended[8] &= unchecked((byte)~(ExifFlag | XmpFlag));
                    kept.Write(extended);
                    break;
                case "VP8 " when picture.Width == 0:
                    picture = Lossy(chunk[8..]);
                    kept.Write(chunk);
                    break;
                case "VP8L" when picture.Width == 0:
                    picture = Lossless(chunk[8..]);
                    kept.Write(chunk);
                    break;
                case "ALPH" or "ICCP":
                    kept.Write(chunk);
                    break;
                case "VP8X" or "VP8 " or "VP8L" or "ANIM" or "ANMF":
                    return null;
            }
        }

        if (position != end || picture.Width == 0)
        {
            return null;
        }

        var content = kept.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(4), (uint)content.Length - 8);
        return new CheckedImage(
            "image/webp", Math.Max(canvas.Width, picture.Width), Math.Max(canvas.Height, picture.Height), content);
    }

    /// <summary>RFC 6386, 9.1: three bytes of frame tag, a start code, twice 14 bits.</summary>
    private static (int Width, int Height) Lossy(ReadOnlySpan<byte> frame) =>
        frame.Length >= 10 && (frame[0] & 1) == 0 && frame[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? (BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF)
            : default;

    /// <summary>RFC 9649, 3.4: a signature byte, then twice 14 bits minus one.</summary>
    private static (int Width, int Height) Lossless(ReadOnlySpan<byte> stream)
    {
        if (stream.Length < 5 || stream[0] != 0x2F)
        {
            return default;
        }

        var bits = BinaryPrimitives.ReadUInt32LittleEndian(stream[1..]);
        return ((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1);
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
