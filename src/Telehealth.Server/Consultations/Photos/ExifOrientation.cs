using System.Buffers.Binary;

namespace Telehealth.Consultations.Photos;

/// <summary>Which way is up is the one thing of a photo's Exif that its viewers need (Exif 2.32, tag 0x0112: 1 to 8).</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x0112;

    /// <param name="exif">An APP1 segment's content.</param>
    public static int? Find(ReadOnlySpan<byte> exif)
    {
        if (!exif.StartsWith("Exif\0\0"u8) || exif.Length < 14)
        {
            return null;
        }

        var tiff = exif[6..];
        var isLittle = tiff[0] == 'I';
        var directory = (long)UInt32(tiff[4..], isLittle);
        if (directory + 2 > tiff.Length)
        {
            return null;
        }

        var count = UInt16(tiff[(int)directory..], isLittle);
        for (var index = 0; index < count; index++)
        {
            var at = (int)directory + 2 + (index * 12);
            if (at + 12 > tiff.Length)
            {
                return null;
            }

            if (UInt16(tiff[at..], isLittle) == Tag)
            {
                var value = UInt16(tiff[(at + 8)..], isLittle);
                return value is >= 1 and <= 8 ? value : null;
            }
        }

        return null;
    }

    /// <summary>A whole APP1 segment that says nothing else.</summary>
    public static byte[] Segment(int orientation) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
    ];

    private static int UInt16(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
