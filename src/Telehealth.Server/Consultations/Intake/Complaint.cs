using FluentValidation;

namespace Telehealth.Consultations.Intake;

public enum ComplaintDuration
{
    Today,
    Days,
    Weeks,
    Months,
}

public enum ComplaintSeverity
{
    Mild,
    Moderate,
    Severe,
}

/// <summary>What the patient, or the clinic doctor for the patient, reports.</summary>
public sealed record Complaint(
    IReadOnlyList<string> Symptoms,
    string Text,
    ComplaintDuration? Duration,
    ComplaintSeverity? Severity,
    IReadOnlyList<string> RedFlags)
{
    public const int MaxTextLength = 4_000;

    public static Complaint Empty { get; } = new([], "", null, null, []);

    public bool IsEmpty() => Symptoms.Count == 0 && string.IsNullOrWhiteSpace(Text);
}

internal sealed class ComplaintValidator : AbstractValidator<Complaint>
{
    public ComplaintValidator()
    {
        RuleFor(complaint => complaint.Text).MaximumLength(Complaint.MaxTextLength);
        RuleFor(complaint => complaint.Symptoms).Must(codes => codes.Count <= SymptomList.All.Count).WithErrorCode("tooMany");
        RuleForEach(complaint => complaint.Symptoms)
            .Must(code => code is not null && SymptomList.IsKnown(code)).WithErrorCode("unknown");
        RuleFor(complaint => complaint.RedFlags)
            .Must(ids => ids.Count <= Triage.RedFlagList.All.Count).WithErrorCode("tooMany");
        RuleForEach(complaint => complaint.RedFlags)
            .Must(id => id is not null && Triage.RedFlagList.Find(id) is not null).WithErrorCode("unknown");
    }
}
