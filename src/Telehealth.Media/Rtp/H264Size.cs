namespace Telehealth.Media.Rtp;

/// <summary>The picture's size in a sequence parameter set (H.264 7.3.2.1.1) of the profiles without chroma formats.</summary>
internal static class H264Size
{
    // Everything up to the cropping stands in far fewer bytes.
    private const int MostBytes = 64;

    // 16,384 pixels: beyond that no browser encodes.
    private const uint MostBlocks = 1024;

    /// <param name="parameters">Behind the unit's header byte.</param>
    public static bool TryRead(ReadOnlySpan<byte> parameters, out int width, out int height)
    {
        (width, height) = (0, 0);
        Span<byte> plain = stackalloc byte[MostBytes];
        var reader = new BitReader(plain[..Unescape(parameters, plain)]);
        var profile = reader.Bits(8);
        reader.Bits(16);
        reader.Golomb();
        if (profile is not (66 or 77 or 88))
        {
            return false;
        }

        reader.Golomb();
        var order = reader.Golomb();
        if (order == 0)
        {
            reader.Golomb();
        }
        else if (order == 1)
        {
            // Three numbers and a cycle that no browser uses.
            return false;
        }

        reader.Golomb();
        reader.Bit();
        var (across, down) = (reader.Golomb() + 1, reader.Golomb() + 1);
        var wholeFrames = reader.Bit();
        if (wholeFrames == 0)
        {
            reader.Bit();
        }

        reader.Bit();
        var isCropped = reader.Bit() == 1;
        var (left, right, top, bottom) = isCropped
            ? (reader.Golomb(), reader.Golomb(), reader.Golomb(), reader.Golomb())
            : (0u, 0u, 0u, 0u);
        if (reader.IsPastEnd || across > MostBlocks || down > MostBlocks)
        {
            return false;
        }

        var fieldLines = 2 - wholeFrames;
        var (fullWidth, fullHeight) = (across * 16, down * 16 * fieldLines);
        // 4:2:0: cropping counts in pairs of pixels.
        var (lostWidth, lostHeight) = (2ul * ((ulong)left + right), 2ul * fieldLines * ((ulong)top + bottom));
        if (lostWidth >= fullWidth || lostHeight >= fullHeight)
        {
            return false;
        }

        (width, height) = ((int)(fullWidth - lostWidth), (int)(fullHeight - lostHeight));
        return true;
    }

    // H.264 7.4.1: a 3 behind two zeros only keeps start codes out of the data.
    private static int Unescape(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var (length, zeros) = (0, 0);
        for (var i = 0; i < from.Length && length < to.Length; i++)
        {
            if (zeros >= 2 && from[i] == 3)
            {
                zeros = 0;
                continue;
            }

            zeros = from[i] == 0 ? zeros + 1 : 0;
            to[length++] = from[i];
        }

        return length;
    }
}
