using System.Globalization;

namespace Telehealth.Media.Hostile;

/// <summary>How much larger the attacks are than what a build machine can bear: <c>TELEHEALTH_HOSTILE_SCALE</c>, 1 by default.</summary>
internal static class HostileScale
{
    private static readonly int _factor =
        int.TryParse(Environment.GetEnvironmentVariable("TELEHEALTH_HOSTILE_SCALE"), NumberStyles.None, CultureInfo.InvariantCulture, out var factor)
            ? Math.Max(1, factor)
            : 1;

    public static int Of(int count) => count * _factor;
}
