using System.Buffers.Binary;

namespace Telehealth.Media.Rtp;

/// <summary>What the dependency descriptor (AV1 RTP 1.0, A.8) says of one packet's picture.</summary>
internal readonly struct DependencyFrame
{
    /// <summary>The picture is no part of a target.</summary>
    public const int NotPresent = 0;

    /// <summary>Whoever can decode the picture can decode the target from here on.</summary>
    public const int Switch = 2;

    /// <summary>Longer ones are not forwarded; Chromium's longest, of three spatial and three temporal layers, has about 60 bytes.</summary>
    public const int MaxLength = 160;

    private const int MandatoryLength = 3;
    private const int NumberOffset = 1;

    public bool Starts { get; private init; }

    public bool Ends { get; private init; }

    public ushort Number { get; private init; }

    public int Spatial { get; private init; }

    public int Temporal { get; private init; }

    /// <summary>Comes with a new structure, which only pictures do that refer to none.</summary>
    public bool HasStructure { get; private init; }

    /// <summary>Two bits for each target.</summary>
    public ulong Indications { get; private init; }

    /// <summary>Bit n is set when it refers to the picture n + 1 before it.</summary>
    public ulong References { get; private init; }

    /// <summary>It refers to a picture longer ago than anybody remembers.</summary>
    public bool RefersFar { get; private init; }

    public int Indication(int target) => IndicationOf(Indications, target);

    public static int IndicationOf(ulong indications, int target) => (int)(indications >> (2 * target)) & 3;

    /// <summary>Reads one packet's descriptor; a new structure in it replaces the one given.</summary>
    public static bool TryRead(ReadOnlySpan<byte> descriptor, DependencyStructure structure, out DependencyFrame frame)
    {
        frame = default;
        if (descriptor.Length is < MandatoryLength or > MaxLength)
        {
            return false;
        }

        var reader = new BitReader(descriptor);
        var (starts, ends) = (reader.Bit() == 1, reader.Bit() == 1);
        var template = (int)reader.Bits(6);
        var number = (ushort)reader.Bits(16);
        var (hasStructure, hasActive, ownIndications, ownReferences) = (false, false, false, false);
        if (descriptor.Length > MandatoryLength)
        {
            (hasStructure, hasActive) = (reader.Bit() == 1, reader.Bit() == 1);
            (ownIndications, ownReferences) = (reader.Bit() == 1, reader.Bit() == 1);
            // Chains: not needed, and behind everything that is.
            reader.Bit();
        }

        if ((hasStructure && !structure.TryRead(ref reader, number)) || !structure.TryFind(template, out var index))
        {
            return false;
        }

        reader.Skip(hasActive ? structure.Targets : 0);
        var indications = ownIndications ? ReadIndications(ref reader, structure.Targets) : structure.Indications(index);
        var far = false;
        var references = ownReferences ? ReadReferences(ref reader, out far) : structure.References(index);
        var (spatial, temporal) = structure.Layer(index);
        frame = new DependencyFrame
        {
            Starts = starts,
            Ends = ends,
            Number = number,
            Spatial = spatial,
            Temporal = temporal,
            HasStructure = hasStructure,
            Indications = indications,
            References = references,
            RefersFar = far,
        };
        return !reader.IsPastEnd;
    }

    /// <summary>The same descriptor with another picture number.</summary>
    public static void Renumber(Span<byte> descriptor, ushort number) =>
        BinaryPrimitives.WriteUInt16BigEndian(descriptor[NumberOffset..], number);

    private static ulong ReadIndications(ref BitReader reader, int targets)
    {
        var indications = 0ul;
        for (var target = 0; target < targets; target++)
        {
            indications |= (ulong)reader.Bits(2) << (2 * target);
        }

        return indications;
    }

    private static ulong ReadReferences(ref BitReader reader, out bool far)
    {
        var references = 0ul;
        far = false;
        for (var size = reader.Bits(2); size != 0 && !reader.IsPastEnd; size = reader.Bits(2))
        {
            var back = reader.Bits(4 * (int)size);
            far |= back >= 64;
            references |= back < 64 ? 1ul << (int)back : 0;
        }

        return references;
    }
}
