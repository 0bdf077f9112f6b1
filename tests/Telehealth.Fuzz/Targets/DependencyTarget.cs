using Telehealth.Media.Rtp;

namespace Telehealth.Fuzz.Targets;

/// <summary>A stream's dependency descriptors (AV1 RTP 1.0, A.8), each behind a byte that says how long it is: structures last from one to the next.</summary>
internal sealed class DependencyTarget : FuzzTarget
{
    private readonly byte[] _renumbered = new byte[DependencyFrame.MaxLength];

    public override string Name => "dependency-descriptor";

    public override string[] Covers => ["Telehealth.Media.Rtp.Dependency", "Telehealth.Media.Rtp.BitReader", "Telehealth.Media.Rtp.VideoPacket"];

    public override byte[][] Dictionary => [[3, 0xC0, 0, 1], [0xC0, 0, 1, 0x80], [0xC1, 0, 2, 0x10], [0xFF, 0xFF], [0x55, 0x55], [0xAA, 0xAA]];

    public override IEnumerable<byte[]> Seeds()
    {
        // Two temporal layers of 640 by 360, then a picture of the upper one.
        (int Value, int Bits)[] start = [(1, 1), (1, 1), (0, 6), (1, 16), (1, 1), (0, 4), (0, 6), (1, 5), (1, 2), (3, 2)];
        (int Value, int Bits)[] rest =
            [(2, 2), (2, 2), (0, 2), (1, 2), (0, 1), (1, 1), (0, 4), (0, 1), (0, 1), (1, 1), (639, 16), (359, 16)];
        // Three spatial layers with chains, and frames that bring their own references and indications.
        (int Value, int Bits)[] spatial =
        [
            (1, 1), (1, 1), (5, 6), (9, 16), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (5, 6), (2, 5), (2, 2), (2, 2), (3, 2),
            (2, 2), (2, 2), (2, 2), (0, 2), (2, 2), (2, 2), (0, 2), (0, 2), (2, 2), (0, 1), (1, 1), (0, 4), (0, 1), (1, 1), (1, 4), (0, 1),
            (1, 2), (0, 2), (0, 2), (0, 2), (0, 8), (0, 1), (7, 3), (2, 2), (2, 2), (2, 2), (1, 2), (3, 4), (0, 2), (0, 8),
        ];
        byte[] first = Packed([.. start, .. rest]);
        byte[] second = Packed(spatial);
        byte[] next = [0xC1, 0, 2];
        return
        [
            [(byte)first.Length, .. first, 3, .. next],
            [(byte)second.Length, .. second, 3, 0xC6, 0, 10],
            [3, .. next, (byte)first.Length, .. first, (byte)second.Length, .. second, 4, 0xC6, 0, 10, 0x30],
        ];
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        var structure = new DependencyStructure();
        while (input.Length > 1)
        {
            var length = Math.Min(input[0], input.Length - 1);
            var descriptor = input.Slice(1, length);
            input = input[(1 + length)..];
            if (DependencyFrame.TryRead(descriptor, structure, out var frame))
            {
                Look(descriptor, structure, frame);
            }
        }
    }

    private void Look(ReadOnlySpan<byte> descriptor, DependencyStructure structure, in DependencyFrame frame)
    {
        Claim(!structure.IsEmpty && structure.Targets is >= 1 and <= DependencyStructure.MostTargets, "a picture belongs to a structure");
        Claim(
            frame.Spatial is >= 0 and < DependencyStructure.MostSpatial && frame.Temporal is >= 0 and <= 7 && frame.Spatial <= structure.MaxSpatial,
            "a picture belongs to a layer that there is");
        for (var target = 0; target < structure.Targets; target++)
        {
            var (spatial, temporal) = structure.Target(target);
            Claim(spatial <= structure.MaxSpatial && temporal <= 7, "a target is made of layers that there are");
            Claim(frame.Indication(target) is >= 0 and <= 3, "an indication has two bits");
        }

        var (width, height) = structure.Size(structure.MaxSpatial);
        Claim(width is >= 0 and <= 65_536 && height is >= 0 and <= 65_536 && (width == 0) == (height == 0), "a size has two sides of sixteen bits");
        descriptor.CopyTo(_renumbered);
        var renumbered = _renumbered.AsSpan(0, descriptor.Length);
        DependencyFrame.Renumber(renumbered, (ushort)(frame.Number + 1));
        Claim(DependencyFrame.TryRead(renumbered, structure, out var again), "a renumbered descriptor can be read");
        Claim(
            again.Number == (ushort)(frame.Number + 1) && again.Spatial == frame.Spatial && again.Temporal == frame.Temporal
                && again.Indications == frame.Indications && again.References == frame.References,
            "and says the same but for the number");
    }

    private static byte[] Packed((int Value, int Bits)[] fields)
    {
        var bits = string.Concat(fields.Select(field => Convert.ToString(field.Value, 2).PadLeft(field.Bits, '0')));
        return [.. bits.Chunk(8).Select(chunk => Convert.ToByte(new string(chunk).PadRight(8, '0'), 2))];
    }
}
