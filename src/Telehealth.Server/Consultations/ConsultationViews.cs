using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Invitations;
using Telehealth.Consultations.Notes;
using Telehealth.Consultations.Photos;
using Telehealth.Consultations.Queue;
using Telehealth.Consultations.Triage;
using Telehealth.Coordination;
using Telehealth.Directory;

namespace Telehealth.Consultations;

/// <param name="Score">Why the place is what it is, in points.</param>
/// <param name="AheadBecause">Who is before, by reason; the sum is <paramref name="Ahead"/>.</param>
public sealed record QueuePlace(
    int Place, int Ahead, QueueScore Score, QueueAhead AheadBecause, WaitEstimate Wait, DateTimeOffset WaitingSince);

public sealed record AcceptedConsent(string Version, DateTimeOffset AcceptedAt);

/// <summary>What the patient sees of the consultation.</summary>
public sealed record MyConsultation(
    Guid Id,
    ConsultationKind Kind,
    ConsultationStatus Status,
    string PatientName,
    LocalizedName Institution,
    LocalizedName Department,
    LocalizedName? DoctorName,
    AcceptedConsent? Consent,
    Complaint Complaint,
    IReadOnlyList<PhotoView> Photos,
    QueuePlace? Queue,
    PlaceNews? News,
    IReadOnlyList<RedFlagHit> RedFlagAdvice,
    ConsultationSummary? Summary,
    DateTimeOffset? EndedAt);

public sealed record RequestedBy(Guid PractitionerId, LocalizedName Name, LocalizedName Institution);

public sealed record TreatingDoctor(Guid PractitionerId, LocalizedName Name);

public sealed record InvitationState(InvitationStatus Status, DateTimeOffset ExpiresAt);

public sealed record Note(NoteText? Draft, DateTimeOffset? DraftSavedAt, IReadOnlyList<ConsultationSummary> Versions);

/// <summary>Of a consultation in progress: whether the patient came, and from when on its sides may give each other up.</summary>
public sealed record CallState(bool HasPatientEntered, DateTimeOffset MayMissAt, DateTimeOffset MayFreeAt);

/// <summary>What the staff who take part see.</summary>
public sealed record ConsultationDetails(
    Guid Id,
    ConsultationKind Kind,
    ConsultationStatus Status,
    int Urgency,
    PatientRecord Patient,
    DepartmentView Department,
    RequestedBy? RequestedBy,
    TreatingDoctor? Doctor,
    Complaint Complaint,
    string History,
    VitalSigns VitalSigns,
    IReadOnlyList<PhotoView> Photos,
    IReadOnlyList<RedFlagHit> RedFlags,
    QueuePlace? Queue,
    PlaceNews? News,
    CallState? Call,
    IReadOnlyList<QueueStepView> Steps,
    Note Note,
    DateTimeOffset CreatedAt,
    DateTimeOffset? QueuedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    bool? IsPatientOnline,
    InvitationState? Invitation);

/// <param name="IsOnline">Null while nobody can tell, because the store of presence is away.</param>
/// <param name="RingsInSeconds">When the reader's desk rings for the patient, unless a colleague is faster; 0 when it is due, null when it
/// never does.</param>
public sealed record QueueEntryView(
    Guid ConsultationId,
    int Place,
    string PatientName,
    Gender Gender,
    int Age,
    int Urgency,
    ConsultationKind Kind,
    string Reason,
    int RedFlagCount,
    DateTimeOffset WaitingSince,
    QueueScore Score,
    QueueAhead AheadBecause,
    bool IsForYouAlone,
    bool? IsOnline,
    int? RingsInSeconds,
    LocalizedName Institution);

public sealed record ConsultationListItem(
    Guid Id,
    ConsultationKind Kind,
    ConsultationStatus Status,
    string PatientName,
    int Age,
    Gender Gender,
    LocalizedName Department,
    int Urgency,
    string Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    LocalizedName? DoctorName,
    bool IsSigned,
    bool IsMissed);
