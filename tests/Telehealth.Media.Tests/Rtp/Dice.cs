namespace Telehealth.Media.Rtp;

/// <summary>A repeatable source of chance: the same seed throws the same numbers (xorshift).</summary>
internal sealed class Dice(uint seed)
{
    private uint _state = (seed * 2654435761) | 1;

    public uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }

    public int Below(int limit) => (int)(Next() % (uint)limit);

    public bool Chance(int percent) => Below(100) < percent;
}
