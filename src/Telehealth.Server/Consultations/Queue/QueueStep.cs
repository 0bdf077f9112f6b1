namespace Telehealth.Consultations.Queue;

public enum QueueStepKind
{
    Moved,
    MoveUndone,
    Retriaged,
    DoctorChosen,
    Missed,
    MissUndone,

    /// <summary>Taken from a doctor who was gone.</summary>
    Freed,
}

/// <summary>What was done to somebody's place, by whom and why; never changed again.</summary>
internal sealed record QueueStep
{
    public const int MaxReasonLength = 200;

    public required Guid Id { get; init; }

    public required Guid ConsultationId { get; init; }

    public required QueueStepKind Kind { get; init; }

    /// <summary>Null when the patient did it.</summary>
    public Guid? PractitionerId { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Reason { get; init; }

    public required Guid FromDepartmentId { get; init; }

    public Guid? ToDepartmentId { get; init; }

    public required int FromUrgency { get; init; }

    public int? ToUrgency { get; init; }

    public Guid? FromPractitionerId { get; init; }

    public Guid? ToPractitionerId { get; init; }

    public static QueueStep Of(
        Consultation consultation, QueueStepKind kind, Guid? practitionerId, string? reason, DateTimeOffset now) => new()
        {
            Id = Guid.CreateVersion7(now),
            ConsultationId = consultation.Id,
            Kind = kind,
            PractitionerId = practitionerId,
            At = now,
            Reason = reason,
            FromDepartmentId = consultation.DepartmentId,
            FromUrgency = consultation.Urgency,
            FromPractitionerId = consultation.NamedDoctorId,
        };
}
