using System.Buffers.Binary;

namespace Telehealth.Consultations.Photos;

/// <summary>Walks the chunks of a PNG (ISO 15948) and keeps only those that a viewer needs.</summary>
internal static class PngWalk
{
    private static readonly HashSet<string> _picture = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "cICP"];

    private static readonly uint[] _crcTable = MakeCrcTable();

    public static CheckedImage? Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        if (!bytes.StartsWith(signature))
        {
            return null;
        }

        var kept = new MemoryStream(bytes.Length);
        kept.Write(signature);
        var (width, height, hasPixels, position) = (0, 0, false, signature.Length);
        while (position + 12 <= bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[position..]);
            if (length > bytes.Length - position - 12)
            {
                return null;
            }

            var chunk = bytes.Slice(position, (int)length + 12);
            var name = System.Text.Encoding.ASCII.GetString(chunk.Slice(4, 4));
            if (Crc32(chunk[4..^4]) != BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]))
            {
                return null;
            }

            if (position == signature.Length)
            {
                if (name != "IHDR" || length != 13)
                {
                    return null;
                }

                width = Side(chunk[8..]);
                height = Side(chunk[12..]);
            }

            hasPixels |= name == "IDAT";
            position += chunk.Length;
            if (_picture.Contains(name))
            {
                kept.Write(chunk);
            }

            if (name == "IEND")
            {
                return hasPixels ? new CheckedImage("image/png", width, height, kept.ToArray()) : null;
            }
        }

        return null;
    }

    private static int Side(ReadOnlySpan<byte> bytes) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes), int.MaxValue);

    /// <summary>Annex D's polynomial, a byte at a time.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc = _crcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var index = 0u; index < table.Length; index++)
        {
            var crc = index;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (uint)-(int)(crc & 1));
            }

            table[index] = crc;
        }

        return table;
    }
}
