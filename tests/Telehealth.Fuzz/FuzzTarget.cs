namespace Telehealth.Fuzz;

/// <summary>One parser and what must hold for every input of it.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Also the name of its corpus folder and of its result.</summary>
    public abstract string Name { get; }

    /// <summary>Names, or beginnings of names, of the types whose edges guide the run.</summary>
    public abstract string[] Covers { get; }

    /// <summary>Bytes of the longest input.</summary>
    public virtual int Longest => 1500;

    /// <summary>Words of the format that chance would take long to find.</summary>
    public virtual byte[][] Dictionary => [];

    /// <summary>Inputs to begin with, made by our own writers; the corpus folder holds more.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>Parses; whatever it throws is a bug.</summary>
    public abstract void Run(ReadOnlySpan<byte> input);

    /// <summary>Makes lengths and checksums right again, so that mutations get past them; called for half of the inputs.</summary>
    public virtual void Repair(Span<byte> input)
    {
    }

    /// <summary>Says what must hold.</summary>
    protected static void Claim(bool holds, string what)
    {
        if (!holds)
        {
            throw new BrokenClaimException(what);
        }
    }
}

/// <summary>A parser returned something that cannot be.</summary>
internal sealed class BrokenClaimException(string what) : Exception(what);
