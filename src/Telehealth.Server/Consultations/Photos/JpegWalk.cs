using System.Buffers.Binary;

namespace Telehealth.Consultations.Photos;

/// <summary>Walks the segments of a JPEG (ITU-T T.81, annex B) and leaves out comments, Exif, XMP and IPTC, but keeps which way is up.</summary>
internal static class JpegWalk
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte Exif = 0xE1;

    public static CheckedImage? Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, StartOfImage, 0xFF]))
        {
            return null;
        }

        var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..2]);
        var (width, height, orientation, scans, position) = (0, 0, 1, 0, 2);
        while (position + 2 <= bytes.Length && bytes[position] == 0xFF)
        {
            var marker = bytes[position + 1];
            if (marker == 0xFF)
            {
                position++;
                continue;
            }

            if (marker == EndOfImage)
            {
                kept.Write([0xFF, EndOfImage]);
                return scans == 0 || width == 0 ? null : Finish(kept.ToArray(), width, height, orientation);
            }

            var segment = SegmentAt(bytes, position);
            if (segment.IsEmpty)
            {
                return null;
            }

            position += segment.Length;
            if (IsFrame(marker))
            {
                if (width != 0 || segment.Length < 10)
                {
                    return null;
                }

                (height, width) = SizeIn(segment);
            }

            if (marker == Exif && ExifOrientation.Find(segment[4..]) is { } found)
            {
                orientation = found;
            }

            kept.Write(IsPicture(marker) ? segment : []);

            if (marker == StartOfScan)
            {
                scans++;
                var end = EndOfScan(bytes, position);
                kept.Write(bytes[position..end]);
                position = end;
            }
        }

        return null;
    }

    /// <summary>The whole segment, marker included; empty when it is cut off.</summary>
    private static ReadOnlySpan<byte> SegmentAt(ReadOnlySpan<byte> bytes, int position)
    {
        var length = position + 4 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes[(position + 2)..]) : 0;
        return length < 2 || position + 2 + length > bytes.Length ? [] : bytes.Slice(position, 2 + length);
    }

    private static (int Height, int Width) SizeIn(ReadOnlySpan<byte> frame) =>
        (BinaryPrimitives.ReadUInt16BigEndian(frame[5..]), BinaryPrimitives.ReadUInt16BigEndian(frame[7..]));

    private static CheckedImage Finish(byte[] content, int width, int height, int orientation)
    {
        if (orientation == 1)
        {
            return new CheckedImage("image/jpeg", width, height, content);
        }

        var segment = ExifOrientation.Segment(orientation);
        byte[] turned = [.. content.AsSpan(0, 2), .. segment, .. content.AsSpan(2)];
        return orientation >= 5
            ? new CheckedImage("image/jpeg", height, width, turned)
            : new CheckedImage("image/jpeg", width, height, turned);
    }

    /// <summary>Entropy-coded data ends at a marker that is neither a stuffed zero nor a restart.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> bytes, int position)
    {
        while (position + 1 < bytes.Length)
        {
            if (bytes[position] == 0xFF && bytes[position + 1] is not 0 and not 0xFF and not (>= 0xD0 and <= 0xD7))
            {
                return position;
            }

            position++;
        }

        return bytes.Length;
    }

    /// <summary>SOF0 … SOF15 without the tables that share their range.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC;

    /// <summary>Frames, tables, scans, restart intervals; of the application's own segments only JFIF (APP0), the colour profile (APP2) and Adobe's colour transform (APP14).</summary>
    private static bool IsPicture(byte marker) => marker is (>= 0xC0 and <= 0xCF) or (>= 0xDA and <= 0xDF) or 0xE0 or 0xE2 or 0xEE;
}
