using System.Diagnostics.CodeAnalysis;

namespace Telehealth.Media.Vectors;

/// <summary>Rubbish that is the same in every run, so that a failure can be seen again.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Test input, not a secret.")]
[SuppressMessage("ApiDesign", "RS0030", Justification = "Seeded: the same bytes in every run.")]
internal sealed class RandomBytes(int seed)
{
    private readonly Random _source = new(seed);

    public int Next(int from, int below) => _source.Next(from, below);

    public byte[] Next(int length)
    {
        var bytes = new byte[length];
        _source.NextBytes(bytes);
        return bytes;
    }
}
