using System.Globalization;

namespace Telehealth.Consultations.Triage;

public sealed record VitalSigns(
    decimal? TemperatureC,
    decimal? SystolicMmHg,
    decimal? DiastolicMmHg,
    decimal? HeartRatePerMin,
    decimal? RespiratoryRatePerMin,
    decimal? SpO2Percent,
    decimal? GlucoseMmolPerL,
    decimal? WeightKg,
    decimal? HeightCm)
{
    public static VitalSigns None { get; } = new(null, null, null, null, null, null, null, null, null);

    /// <summary>By the name that the field has in the API and in the rule files.</summary>
    public decimal? Find(string field) => field switch
    {
        "temperatureC" => TemperatureC,
        "systolicMmHg" => SystolicMmHg,
        "diastolicMmHg" => DiastolicMmHg,
        "heartRatePerMin" => HeartRatePerMin,
        "respiratoryRatePerMin" => RespiratoryRatePerMin,
        "spO2Percent" => SpO2Percent,
        "glucoseMmolPerL" => GlucoseMmolPerL,
        "weightKg" => WeightKg,
        "heightCm" => HeightCm,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "No such vital sign."),
    };

    /// <summary>Says no to what no living person has, which is a slip of the keyboard.</summary>
    public Refusal? Check()
    {
        foreach (var range in VitalSignRanges.All)
        {
            if (Find(range.Field) is { } value && (value < range.Minimum || value > range.Maximum))
            {
                return ConsultationRefusals.ImplausibleVitalSign(range);
            }
        }

        return DiastolicMmHg >= SystolicMmHg
            ? ConsultationRefusals.ImplausibleVitalSign(VitalSignRanges.Of("diastolicMmHg") with { Maximum = SystolicMmHg.Value - 1 })
            : null;
    }
}

/// <summary>What is plausible, not what is healthy.</summary>
public sealed record VitalSignRange(string Field, string Unit, decimal Minimum, decimal Maximum);

internal static class VitalSignRanges
{
    private static readonly VitalSignRange[] _all =
    [
        .. ShippedFile.Rows("vital-sign-ranges.csv").Select(row => new VitalSignRange(
            row[0],
            row[1],
            decimal.Parse(row[2], CultureInfo.InvariantCulture),
            decimal.Parse(row[3], CultureInfo.InvariantCulture))),
    ];

    public static IReadOnlyList<VitalSignRange> All => _all;

    public static VitalSignRange Of(string field) => _all.Single(range => range.Field == field);
}
