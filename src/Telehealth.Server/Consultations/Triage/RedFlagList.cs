using System.Globalization;
using Telehealth.Directory;

namespace Telehealth.Consultations.Triage;

public enum RedFlagPopulation
{
    Adult,
    Child,
}

public enum ReviewStatus
{
    Unreviewed,
    Reviewed,
}

/// <param name="Tier">1: act now, 2: urgent.</param>
public sealed record RedFlag(
    string Id,
    RedFlagPopulation Population,
    LocalizedName Text,
    int Tier,
    LocalizedName Action,
    string Source,
    ReviewStatus ReviewStatus);

internal static class RedFlagList
{
    private static readonly RedFlag[] _all = [.. ShippedFile.Rows("red-flags.csv").Select(Read)];

    private static readonly Dictionary<string, RedFlag> _byId = _all.ToDictionary(flag => flag.Id);

    public static IReadOnlyList<RedFlag> All => _all;

    public static RedFlag? Find(string id) => _byId.GetValueOrDefault(id);

    private static RedFlag Read(string[] row) => new(
        row[1],
        Enum.Parse<RedFlagPopulation>(row[0], ignoreCase: true),
        new LocalizedName(row[2], row[3]),
        int.Parse(row[4], CultureInfo.InvariantCulture),
        new LocalizedName(row[5], row[6]),
        row[8],
        Enum.Parse<ReviewStatus>(row[9], ignoreCase: true));
}
