namespace Telehealth;

/// <summary>The same throws for the same seed (SplitMix64), so that what a test found comes again.</summary>
public sealed class SeededDice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From 0 up to but not including 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Falls(double chance) => Share() < chance;

    public int Between(int lowest, int above) => lowest + (int)(Next() % (ulong)(above - lowest));

    public T OneOf<T>(IReadOnlyList<T> all) => all[Between(0, all.Count)];

    public Guid Id() => new([.. BitConverter.GetBytes(Next()), .. BitConverter.GetBytes(Next())]);

    public int Poisson(double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), 1.0, -1);
        while (product > limit)
        {
            product *= Share();
            count++;
        }

        return count;
    }

    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
