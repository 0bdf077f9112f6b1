using Telehealth.Consultations.Intake;
using Telehealth.Consultations.Notes;
using Telehealth.Consultations.Triage;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>One online consultation (在线问诊) from the request to the signed note. The row is the truth about who waits and who treats.</summary>
internal sealed partial class Consultation : Aggregate
{
    public required Guid Id { get; init; }

    public required ConsultationKind Kind { get; init; }

    public ConsultationStatus Status { get; private set; } = ConsultationStatus.Planned;

    public required Guid PatientId { get; init; }

    public required Guid DepartmentId { get; set; }

    /// <summary>Who invited the patient or opened the case, and the site they did it for.</summary>
    public required Guid RequestedByPractitionerId { get; init; }

    public required Guid RequestingInstitutionId { get; init; }

    public Guid? DoctorPractitionerId { get; private set; }

    public int Urgency { get; private set; } = Assessment.LeastUrgent;

    public Complaint Complaint { get; private set; } = Complaint.Empty;

    public string History { get; private set; } = "";

    public VitalSigns VitalSigns { get; private set; } = VitalSigns.None;

    public string? ConsentVersion { get; private set; }

    public DateTimeOffset? ConsentAcceptedAt { get; private set; }

    /// <summary>Outlives a hand-back, for the one who wrote it and may take the patient again.</summary>
    public NoteDraft? NoteDraft { get; private set; }

    public DateTimeOffset? NoteDraftSavedAt { get; private set; }

    /// <summary>How many versions of the note are signed.</summary>
    public int NoteVersions { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? CancelReason { get; private set; }

    public bool IsOpen => Status is ConsultationStatus.Planned or ConsultationStatus.Waiting or ConsultationStatus.InProgress;

    public bool IsTreatedBy(Guid practitionerId) => DoctorPractitionerId == practitionerId;

    public Assessment Assess(DateOnly birthDate, DateOnly today) => Assessment.Of(Complaint, VitalSigns, birthDate, today);

    public void AcceptConsent(string version, DateTimeOffset now)
    {
        ConsentVersion = version;
        ConsentAcceptedAt = now;
        Record(new ConsultationChanged(Id));
    }

    /// <summary>The patient's own words; the clinic doctor writes a mediated case.</summary>
    public Refusal? SaveComplaint(Complaint complaint, DateOnly birthDate, DateTimeOffset now)
    {
        if (Kind != ConsultationKind.Direct)
        {
            return ConsultationRefusals.NotDirect;
        }

        if (Status is not (ConsultationStatus.Planned or ConsultationStatus.Waiting))
        {
            return ConsultationRefusals.Closed;
        }

        Complaint = complaint;
        RaiseUrgency(Assess(birthDate, ChinaDate.Of(now)).Urgency, now);
        Record(new ConsultationChanged(Id));
        return null;
    }

    /// <summary>The clinic doctor may measure again while the specialist looks on.</summary>
    public Refusal? SaveCase(
        Complaint complaint, string history, VitalSigns vitalSigns, int urgency, DateOnly birthDate, DateTimeOffset now)
    {
        if (!IsOpen)
        {
            return ConsultationRefusals.Closed;
        }

        if (vitalSigns.Check() is { } implausible)
        {
            return implausible;
        }

        Complaint = complaint;
        History = history;
        VitalSigns = vitalSigns;
        Urgency = Status == ConsultationStatus.Planned ? urgency : Urgency;
        var demanded = Assess(birthDate, ChinaDate.Of(now)).Urgency;
        RaiseUrgency(Status == ConsultationStatus.Waiting ? Math.Min(urgency, demanded) : demanded, now);
        Record(new ConsultationChanged(Id));
        return null;
    }

    public Refusal? End(DateTimeOffset now)
    {
        if (Status != ConsultationStatus.InProgress)
        {
            return ConsultationRefusals.NotInProgress;
        }

        Status = ConsultationStatus.Ended;
        EndedAt = now;
        TakeRequestId = null;
        Record(new ConsultationReleased(Id, DepartmentId, DoctorPractitionerId!.Value, ClaimFence));
        return null;
    }

    public Refusal? Cancel(string reason, DateTimeOffset now)
    {
        if (Status is not (ConsultationStatus.Planned or ConsultationStatus.Waiting))
        {
            return ConsultationRefusals.Closed;
        }

        Status = ConsultationStatus.Cancelled;
        CancelReason = reason;
        EndedAt = now;
        Record(new ConsultationLeftQueue(Id, DepartmentId));
        return null;
    }

    /// <param name="version">The one being written: a tab that has not seen the last signature must not begin an amendment.</param>
    public Refusal? SaveNote(NoteText text, int version, DateTimeOffset now)
    {
        if (Status is not (ConsultationStatus.InProgress or ConsultationStatus.Ended or ConsultationStatus.Completed))
        {
            return ConsultationRefusals.NotInProgress;
        }

        if (version != NoteVersions + 1)
        {
            return ConsultationRefusals.NoteAlreadySigned;
        }

        NoteDraft = new NoteDraft(text, DoctorPractitionerId!.Value);
        NoteDraftSavedAt = now;
        return null;
    }

    public void DiscardNoteDraft() => (NoteDraft, NoteDraftSavedAt) = (null, null);

    /// <summary>Adds the next version, which is never changed again: the text that the doctor saw, whatever draft stands here.</summary>
    public (NoteVersion? Signed, Refusal? Refusal) Sign(
        NoteText text, int version, string? amendmentReason, LocalizedName doctorName, LocalizedName institution, string previousHash, DateTimeOffset now)
    {
        if (Status is not (ConsultationStatus.Ended or ConsultationStatus.Completed))
        {
            return (null, ConsultationRefusals.NoteNotEnded);
        }

        if (version != NoteVersions + 1)
        {
            return (null, ConsultationRefusals.NoteAlreadySigned);
        }

        if (text.Missing() is { Count: > 0 } missing)
        {
            return (null, ConsultationRefusals.NoteIncomplete(missing));
        }

        var isAmendment = NoteVersions > 0;
        if (isAmendment && string.IsNullOrWhiteSpace(amendmentReason))
        {
            return (null, ConsultationRefusals.AmendmentReasonMissing);
        }

        var reason = isAmendment ? amendmentReason!.Trim() : null;
        NoteVersions = version;
        Status = ConsultationStatus.Completed;
        DiscardNoteDraft();
        Record(new NoteSigned(Id, NoteVersions));
        Record(new ConsultationChanged(Id));
        return (
            NoteVersion.Sign(Id, NoteVersions, text, reason, DoctorPractitionerId!.Value, doctorName, institution, previousHash, now),
            null);
    }

    public void RecordChanged() => Record(new ConsultationChanged(Id));
}
