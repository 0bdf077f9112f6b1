using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Telehealth.Consultations;

/// <summary>Small pictures made by hand, with and without the places and words that phones put into them.</summary>
internal static class SamplePhotos
{
    public const string Place = "31.2304N-121.4737E";

    public static byte[] Png(int width = 4, int height = 3, bool withText = false)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk(png, "IHDR", header);
        if (withText)
        {
            Chunk(png, "tEXt", Encoding.ASCII.GetBytes("Location\0" + Place));
        }

        using var pixels = new MemoryStream();
        using (var zip = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
        {
            zip.Write(new byte[Math.Min((width + 1L) * height, 1000)]);
        }

        Chunk(png, "IDAT", pixels.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    public static byte[] Jpeg(int width = 4, int height = 3, bool withPlace = false, int? orientation = null, byte[]? tail = null)
    {
        var jpeg = new List<byte> { 0xFF, 0xD8 };
        Segment(jpeg, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        if (orientation is { } turned)
        {
            Segment(jpeg, 0xE1, [.. "Exif\0\0"u8, .. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)turned, 0, 0, 0, 0, 0, 0, 0]);
        }

        if (withPlace)
        {
            Segment(jpeg, 0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.ASCII.GetBytes(Place)]);
            Segment(jpeg, 0xED, Encoding.ASCII.GetBytes("Photoshop 3.0\0" + Place));
            Segment(jpeg, 0xFE, Encoding.ASCII.GetBytes(Place));
        }

        Segment(jpeg, 0xDB, new byte[65]);
        Segment(jpeg, 0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);
        Segment(jpeg, 0xDA, [1, 1, 0, 0, 63, 0]);
        jpeg.AddRange([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xD9]);
        jpeg.AddRange(tail ?? []);
        return [.. jpeg];
    }

    public static byte[] WebP(int width = 4, int height = 3, bool withExif = false)
    {
        var bits = (uint)(width - 1) | ((uint)(height - 1) << 14);
        var lossless = new byte[6];
        lossless[0] = 0x2F;
        BinaryPrimitives.WriteUInt32LittleEndian(lossless.AsSpan(1), bits);
        byte[] extended = [withExif ? (byte)0x08 : (byte)0, 0, 0, 0, .. UInt24(width - 1), .. UInt24(height - 1)];
        byte[] chunks =
        [
            .. "WEBP"u8,
            .. RiffChunk("VP8X", extended),
            .. RiffChunk("VP8L", lossless),
            .. withExif ? RiffChunk("EXIF", Encoding.ASCII.GetBytes(Place)) : [],
        ];
        return RiffChunk("RIFF", chunks);
    }

    private static byte[] UInt24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] RiffChunk(string name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. content, .. new byte[content.Length & 1]];
    }

    private static void Segment(List<byte> jpeg, byte marker, byte[] content) =>
        jpeg.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);

    private static void Chunk(Stream png, string name, byte[] content)
    {
        byte[] checkedPart = [.. Encoding.ASCII.GetBytes(name), .. content];
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(checkedPart);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(checkedPart));
        png.Write(number);
    }

    /// <summary>ISO 15948, annex D.</summary>
    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var isSet = ((crc ^ ((uint)value >> bit)) & 1) != 0;
                crc = (crc >> 1) ^ (isSet ? 0xEDB88320u : 0);
            }
        }

        return ~crc;
    }
}
