namespace Telehealth.Directory;

public enum Gender
{
    Male,
    Female,
}

public sealed record Guardian(string Name, string Relation, string Phone);

internal sealed class Patient
{
    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public required Gender Gender { get; set; }

    public required DateOnly BirthDate { get; set; }

    public required string Village { get; set; }

    public required string Phone { get; set; }

    /// <summary>Where the patient is registered; decides who may see the record.</summary>
    public required Guid InstitutionId { get; set; }

    public Guardian? Guardian { get; set; }

    public IReadOnlyList<CodedText> Conditions { get; set; } = [];

    public IReadOnlyList<CodedText> Allergies { get; set; } = [];

    public IReadOnlyList<MedicationLine> Medications { get; set; } = [];

    public IReadOnlyList<EarlierPrescription> EarlierPrescriptions { get; set; } = [];

    public int AgeAt(DateTimeOffset now)
    {
        var today = ChinaDate.Of(now);
        var years = today.Year - BirthDate.Year;
        // Who was born on 29 February becomes older on 1 March.
        return (today.Month, today.Day).CompareTo((BirthDate.Month, BirthDate.Day)) < 0 ? years - 1 : years;
    }
}

/// <summary>The calendar day in China, which has one time zone (UTC+8) and no summer time.</summary>
internal static class ChinaDate
{
    private static readonly TimeSpan _offset = TimeSpan.FromHours(8);

    public static DateOnly Of(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(_offset).DateTime);
}
