namespace Telehealth.Media.Rtp;

/// <summary>
/// The templates by which a stream's packets say in a few bits to which layers they belong (AV1 RTP 1.0, A.8): told with each key frame,
/// valid until the next. Only the room's loop touches this.
/// </summary>
internal sealed class DependencyStructure
{
    public const int MostTemplates = 64;
    public const int MostTargets = 32;
    public const int MostSpatial = 4;

    // Pictures: longer than any packet is on its way. Further back, an encoder has begun anew.
    private const int LongestDelay = 256;

    private readonly byte[] _spatial = new byte[MostTemplates];
    private readonly byte[] _temporal = new byte[MostTemplates];
    private readonly ulong[] _indications = new ulong[MostTemplates];
    private readonly ulong[] _references = new ulong[MostTemplates];
    private readonly (byte Spatial, byte Temporal)[] _targets = new (byte, byte)[MostTargets];
    private readonly int[] _sharpest = new int[MostSpatial];
    private readonly (int Width, int Height)[] _sizes = new (int, int)[MostSpatial];
    private ushort _number;
    private int _offset;
    private int _count;

    /// <summary>No structure has come yet, or the last one was broken.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Combinations of layers that a receiver can decode.</summary>
    public int Targets { get; private set; }

    public int Chains { get; private set; }

    public int MaxSpatial { get; private set; }

    public void Clear() => _count = 0;

    /// <summary>The highest layers of a combination.</summary>
    public (int Spatial, int Temporal) Target(int target) => _targets[target];

    /// <summary>The combination with the most layers of those up to a spatial one.</summary>
    public int Sharpest(int maxSpatial) => _sharpest[maxSpatial];

    /// <summary>The picture's size in a spatial layer; 0 where it was not told.</summary>
    public (int Width, int Height) Size(int spatial) => _sizes[spatial];

    public bool TryFind(int templateId, out int index)
    {
        index = (templateId + MostTemplates - _offset) % MostTemplates;
        return index < _count;
    }

    public (int Spatial, int Temporal) Layer(int template) => (_spatial[template], _temporal[template]);

    /// <summary>Two bits for each target, lowest first: <see cref="DependencyFrame.IndicationOf"/>.</summary>
    public ulong Indications(int template) => _indications[template];

    /// <summary>Bit n is set when a picture refers to the one n + 1 before it.</summary>
    public ulong References(int template) => _references[template];

    /// <summary>Replaces everything by what the reader stands at; empty when that is broken.</summary>
    /// <param name="number">Of the picture it comes with; one from before the last structure changes nothing and is refused.</param>
    public bool TryRead(ref BitReader reader, ushort number)
    {
        if (!IsEmpty && SequenceNumbers.Distance(number, _number) is < 0 and > -LongestDelay)
        {
            return false;
        }

        _number = number;
        _count = 0;
        _offset = (int)reader.Bits(6);
        Targets = (int)reader.Bits(5) + 1;
        var count = ReadLayers(ref reader);
        if (count == 0)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            _indications[i] = 0;
            for (var target = 0; target < Targets; target++)
            {
                _indications[i] |= (ulong)reader.Bits(2) << (2 * target);
            }
        }

        for (var i = 0; i < count; i++)
        {
            _references[i] = 0;
            while (reader.Bit() == 1 && !reader.IsPastEnd)
            {
                _references[i] |= 1ul << (int)reader.Bits(4);
            }
        }

        SkipChains(ref reader, count);
        Array.Clear(_sizes);
        var hasSizes = reader.Bit() == 1;
        for (var spatial = 0; hasSizes && spatial <= MaxSpatial; spatial++)
        {
            _sizes[spatial] = ((int)reader.Bits(16) + 1, (int)reader.Bits(16) + 1);
        }

        if (reader.IsPastEnd)
        {
            return false;
        }

        _count = count;
        FindTargets();
        return true;
    }

    private int ReadLayers(ref BitReader reader)
    {
        var (spatial, temporal, count) = (0, 0, 0);
        while (true)
        {
            (_spatial[count], _temporal[count]) = ((byte)spatial, (byte)temporal);
            count++;
            var next = reader.Bits(2);
            (spatial, temporal) = next switch
            {
                1 => (spatial, temporal + 1),
                2 => (spatial + 1, 0),
                _ => (spatial, temporal),
            };
            if (next == 3)
            {
                MaxSpatial = spatial;
                return count;
            }

            // Spatial ids have two bits, temporal ids three (AV1 5.3.3).
            if (count == MostTemplates || spatial >= MostSpatial || temporal > 7 || reader.IsPastEnd)
            {
                return 0;
            }
        }
    }

    private void SkipChains(ref BitReader reader, int count)
    {
        Chains = (int)reader.NonSymmetric((uint)Targets + 1);
        if (Chains == 0)
        {
            return;
        }

        for (var target = 0; target < Targets; target++)
        {
            reader.NonSymmetric((uint)Chains);
        }

        reader.Skip(4 * Chains * count);
    }

    private void FindTargets()
    {
        for (var target = 0; target < Targets; target++)
        {
            var (spatial, temporal) = (0, 0);
            for (var i = 0; i < _count; i++)
            {
                if (DependencyFrame.IndicationOf(_indications[i], target) != DependencyFrame.NotPresent)
                {
                    (spatial, temporal) = (Math.Max(spatial, _spatial[i]), Math.Max(temporal, _temporal[i]));
                }
            }

            _targets[target] = ((byte)spatial, (byte)temporal);
        }

        for (var maxSpatial = 0; maxSpatial <= MaxSpatial; maxSpatial++)
        {
            _sharpest[maxSpatial] = FindSharpest(maxSpatial);
        }
    }

    private int FindSharpest(int maxSpatial)
    {
        var (best, most) = (0, -1);
        for (var target = 0; target < Targets; target++)
        {
            var (spatial, temporal) = _targets[target];
            var layers = (spatial << 3) + temporal;
            if (spatial <= maxSpatial && layers > most)
            {
                (best, most) = (target, layers);
            }
        }

        return best;
    }
}
