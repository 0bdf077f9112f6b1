namespace Telehealth.Consultations.Intake;

/// <summary>That the patient accepted which wording, when and in which language; never changed afterwards.</summary>
internal sealed class ConsentAcceptance
{
    public required Guid Id { get; init; }

    public required Guid ConsultationId { get; init; }

    public required string Version { get; init; }

    public required string Language { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }
}
