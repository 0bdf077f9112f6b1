using System.Globalization;

namespace Telehealth.Consultations.Triage;

/// <summary>Which red flags a measurement alone raises.</summary>
/// <param name="WithSymptoms">When not empty, one of these symptoms must be there too.</param>
internal sealed record VitalSignRule(
    string FlagId, int MinAgeMonths, int? MaxAgeMonths, string Field, string Comparison, decimal Limit, IReadOnlyList<string> WithSymptoms)
{
    private static readonly VitalSignRule[] _all = [.. ShippedFile.Rows("vital-sign-rules.csv").Select(Read)];

    public static IReadOnlyList<VitalSignRule> All => _all;

    public bool Applies(VitalSigns vitalSigns, int ageMonths, IReadOnlyCollection<string> symptoms) =>
        ageMonths >= MinAgeMonths
        && (MaxAgeMonths is null || ageMonths < MaxAgeMonths)
        && vitalSigns.Find(Field) is { } value
        && IsReached(value)
        && (WithSymptoms.Count == 0 || WithSymptoms.Any(symptoms.Contains));

    private bool IsReached(decimal value) => Comparison switch
    {
        "above" => value > Limit,
        "atLeast" => value >= Limit,
        "below" => value < Limit,
        "atMost" => value <= Limit,
        _ => throw new InvalidOperationException($"{FlagId}: unknown comparison {Comparison}."),
    };

    private static VitalSignRule Read(string[] row) => new(
        row[0],
        int.Parse(row[1], CultureInfo.InvariantCulture),
        row[2].Length == 0 ? null : int.Parse(row[2], CultureInfo.InvariantCulture),
        row[3],
        row[4],
        decimal.Parse(row[5], CultureInfo.InvariantCulture),
        row[6].Length == 0 ? [] : row[6].Split('|'));
}
