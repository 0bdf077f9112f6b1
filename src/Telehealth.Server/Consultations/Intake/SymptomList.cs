using Telehealth.Directory;

namespace Telehealth.Consultations.Intake;

public sealed record Symptom(string Code, LocalizedName Name);

internal static class SymptomList
{
    private static readonly Symptom[] _all =
        [.. ShippedFile.Rows("symptoms.csv").Select(row => new Symptom(row[0], new LocalizedName(row[1], row[2])))];

    private static readonly HashSet<string> _codes = [.. _all.Select(symptom => symptom.Code)];

    public static IReadOnlyList<Symptom> All => _all;

    public static bool IsKnown(string code) => _codes.Contains(code);
}
