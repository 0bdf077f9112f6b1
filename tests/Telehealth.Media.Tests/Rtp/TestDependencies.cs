namespace Telehealth.Media.Rtp;

/// <summary>Writes dependency descriptors (AV1 RTP 1.0, A.8), bit by bit as the specification lists them.</summary>
internal sealed class TestDependencies(int targets, params TestTemplate[] templates)
{
    /// <summary>One spatial and three temporal layers, as libwebrtc describes them.</summary>
    public static TestDependencies L1T3 { get; } = new(
        3,
        new(0, 0, "SSS"),
        new(0, 0, "SSS", 4),
        new(0, 1, "-DS", 2),
        new(0, 2, "--D", 1),
        new(0, 2, "--D", 1));

    /// <summary>Two spatial and two temporal layers that refer to each other in key frames only.</summary>
    public static TestDependencies L2T2Key { get; } = new(
        4,
        new(0, 0, "SSSS"),
        new(0, 0, "SS--", 4),
        new(0, 1, "-D--", 2),
        new(1, 0, "--SS", 1),
        new(1, 0, "--SS", 4),
        new(1, 1, "---D", 2));

    private const int Offset = 5;

    public static byte[] Plain(int template, int number, bool starts = true, bool ends = true) =>
        Bytes(Head(template, number, starts, ends));

    /// <summary>With the structure, which has a chain for each decode target.</summary>
    public byte[] WithStructure(int template, int number, bool starts = true, bool ends = true, params (int Width, int Height)[] sizes)
    {
        var bits = Head(template, number, starts, ends) + "10000" + Bits(Offset, 6) + Bits(targets - 1, 5);
        for (var i = 1; i <= templates.Length; i++)
        {
            var (before, now) = (templates[i - 1], i < templates.Length ? templates[i] : null);
            bits += now is null ? "11" : now.Spatial > before.Spatial ? "10" : now.Temporal > before.Temporal ? "01" : "00";
        }

        bits += string.Concat(templates.SelectMany(one => one.Indications).Select(one => Bits("-DSR".IndexOf(one, StringComparison.Ordinal), 2)));
        bits += string.Concat(templates.Select(one => string.Concat(one.References.Select(back => "1" + Bits(back - 1, 4))) + "0"));
        // No chains: ns(targets + 1) of 0.
        bits += NonSymmetric(0, targets + 1);
        bits += sizes.Length == 0 ? "0" : "1" + string.Concat(sizes.Select(size => Bits(size.Width - 1, 16) + Bits(size.Height - 1, 16)));
        return Bytes(bits);
    }

    public static byte[] WithOwnReferences(int template, int number, params int[] references) => Bytes(
        Head(template, number, true, true) + "00010" + string.Concat(references.Select(back => back <= 16 ? "01" + Bits(back - 1, 4) : "10" + Bits(back - 1, 8))) + "00");

    private static string Head(int template, int number, bool starts, bool ends) =>
        (starts ? "1" : "0") + (ends ? "1" : "0") + Bits(template + Offset, 6) + Bits(number & 0xFFFF, 16);

    private static string Bits(int value, int count) => Convert.ToString(value, 2).PadLeft(count, '0');

    private static string NonSymmetric(int value, int limit)
    {
        var width = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)limit);
        var shorter = (1 << width) - limit;
        return value < shorter ? Bits(value, width - 1) : Bits(value + shorter, width);
    }

    private static byte[] Bytes(string bits) =>
        [.. bits.PadRight((bits.Length + 7) / 8 * 8, '0').Chunk(8).Select(eight => Convert.ToByte(new string(eight), 2))];
}

internal sealed record TestTemplate(int Spatial, int Temporal, string Indications, params int[] References);
