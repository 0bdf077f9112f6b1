namespace Telehealth.Media.Rtp;

/// <summary>Reads a run of bits, most significant first. Past the end it reads zeros and says so.</summary>
internal ref struct BitReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool IsPastEnd => _at > _bytes.Length * 8;

    public uint Bit()
    {
        var bit = _at < _bytes.Length * 8 ? (uint)(_bytes[_at >> 3] >> (7 - (_at & 7))) & 1 : 0;
        _at++;
        return bit;
    }

    public void Skip(int count) => _at += count;

    /// <param name="count">At most 32.</param>
    public uint Bits(int count)
    {
        var value = 0u;
        for (var i = 0; i < count; i++)
        {
            value = (value << 1) | Bit();
        }

        return value;
    }

    /// <summary>An unsigned Exp-Golomb number (H.264 9.1).</summary>
    public uint Golomb()
    {
        var zeros = 0;
        while (zeros < 32 && Bit() == 0 && !IsPastEnd)
        {
            zeros++;
        }

        return zeros is 0 or 32 ? 0 : (1u << zeros) - 1 + Bits(zeros);
    }

    /// <summary>A number below <paramref name="limit"/> in as few bits as possible (AV1 4.10.7, ns(n)).</summary>
    public uint NonSymmetric(uint limit)
    {
        var width = 32 - System.Numerics.BitOperations.LeadingZeroCount(limit);
        var shorter = (1u << width) - limit;
        var value = width > 0 ? Bits(width - 1) : 0;
        return value < shorter ? value : (value << 1) - shorter + Bit();
    }
}
