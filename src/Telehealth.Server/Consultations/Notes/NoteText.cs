using FluentValidation;

namespace Telehealth.Consultations.Notes;

public sealed record CodedDiagnosis(string Code, string Text);

/// <summary>What the specialist writes, as a draft or signed.</summary>
public sealed record NoteText(
    string ChiefComplaint,
    string Findings,
    IReadOnlyList<CodedDiagnosis> Diagnoses,
    CodedDiagnosis? Syndrome,
    string Advice)
{
    public const int MaxTextLength = 8_000;
    public const int MaxDiagnoses = 20;

    public bool IsSameAs(NoteText other) =>
        Diagnoses.SequenceEqual(other.Diagnoses) && this with { Diagnoses = other.Diagnoses } == other;

    /// <summary>What a signature still needs, by field name.</summary>
    public IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        if (string.IsNullOrWhiteSpace(ChiefComplaint))
        {
            missing.Add("chiefComplaint");
        }

        if (Diagnoses.Count == 0)
        {
            missing.Add("diagnoses");
        }

        if (string.IsNullOrWhiteSpace(Advice))
        {
            missing.Add("advice");
        }

        return missing;
    }
}

/// <summary>Unsigned words, which are their author's alone.</summary>
internal sealed record NoteDraft(NoteText Text, Guid AuthorPractitionerId);

internal sealed class NoteTextValidator : AbstractValidator<NoteText>
{
    private const int MaxCodeLength = 20;
    private const int MaxNameLength = 300;

    public NoteTextValidator()
    {
        RuleFor(note => note.ChiefComplaint).MaximumLength(NoteText.MaxTextLength);
        RuleFor(note => note.Findings).MaximumLength(NoteText.MaxTextLength);
        RuleFor(note => note.Advice).MaximumLength(NoteText.MaxTextLength);
        RuleFor(note => note.Diagnoses).Must(list => list.Count <= NoteText.MaxDiagnoses).WithErrorCode("tooMany");
        RuleForEach(note => note.Diagnoses).Must(IsReasonable).WithErrorCode("invalid");
        RuleFor(note => note.Syndrome).Must(syndrome => syndrome is null || IsReasonable(syndrome)).WithErrorCode("invalid");
    }

    private static bool IsReasonable(CodedDiagnosis? diagnosis) =>
        diagnosis is { Code.Length: <= MaxCodeLength, Text.Length: > 0 and <= MaxNameLength };
}
