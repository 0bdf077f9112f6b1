using Telehealth.Directory;

namespace Telehealth.Consultations;

/// <summary>The patient's place with a department (候诊): joining, leaving, being taken and handed back.</summary>
internal sealed partial class Consultation
{
    /// <summary>The doctor's click that called the next patient and got this one; the same click again calls nobody else.</summary>
    public Guid? TakeRequestId { get; private set; }

    /// <summary>The patient's place: kept through hand-back, given up by leaving.</summary>
    public DateTimeOffset? QueuedAt { get; private set; }

    /// <summary>The doctor for whom alone the patient waits.</summary>
    public Guid? NamedDoctorId { get; private set; }

    /// <summary>Who of the department saw the patient last time.</summary>
    public Guid? PreviousDoctorId { get; private set; }

    /// <summary>The primary subtag of the language the patient speaks; null when a clinic doctor is the interpreter.</summary>
    public string? PatientLanguage { get; private set; }

    /// <summary>The highest fence accepted; a claim that arrives late carries a lower one and loses.</summary>
    public long ClaimFence { get; private set; }

    public Refusal? JoinQueue(DateTimeOffset now) =>
        Kind != ConsultationKind.Direct ? ConsultationRefusals.NotDirect
        : Status == ConsultationStatus.Waiting ? null
        : ConsentVersion is null ? ConsultationRefusals.ConsentMissing
        : Enqueue(DepartmentId, now);

    public Refusal? Submit(Guid departmentId, int urgency, DateOnly birthDate, DateTimeOffset now)
    {
        var demanded = Assess(birthDate, ChinaDate.Of(now)).Urgency;
        if (urgency > demanded)
        {
            return ConsultationRefusals.UrgencyTooLow(demanded);
        }

        if (Enqueue(departmentId, now) is { } refusal)
        {
            return refusal;
        }

        Urgency = urgency;
        return null;
    }

    /// <summary>Which doctor suits the patient, for the order of the queue.</summary>
    public void Suit(Guid? previousDoctorId, string? language) =>
        (PreviousDoctorId, PatientLanguage) = (previousDoctorId, language?.Split('-')[0].ToLowerInvariant());

    public bool MayBeTakenBy(Guid practitionerId) => NamedDoctorId is null || NamedDoctorId == practitionerId;

    public Refusal? LeaveQueue()
    {
        if (Status == ConsultationStatus.Planned)
        {
            return null;
        }

        if (Status != ConsultationStatus.Waiting)
        {
            return ConsultationRefusals.NotWaiting;
        }

        Status = ConsultationStatus.Planned;
        QueuedAt = null;
        Record(new ConsultationLeftQueue(Id, DepartmentId));
        return null;
    }

    public Refusal? Accept(Guid practitionerId, long fence, DateTimeOffset now, Guid? requestId = null)
    {
        if (Status != ConsultationStatus.Waiting || fence <= ClaimFence || !MayBeTakenBy(practitionerId))
        {
            return ConsultationRefusals.NotWaiting;
        }

        Status = ConsultationStatus.InProgress;
        ClaimFence = fence;
        DoctorPractitionerId = practitionerId;
        TakeRequestId = requestId;
        StartedAt = now;
        Record(new ConsultationStarted(Id, DepartmentId, practitionerId));
        return null;
    }

    public Refusal? HandBack(DateTimeOffset now)
    {
        if (Status != ConsultationStatus.InProgress)
        {
            return ConsultationRefusals.NotInProgress;
        }

        Record(new ConsultationReleased(Id, DepartmentId, DoctorPractitionerId!.Value, now));
        Record(new ConsultationQueued(Id, DepartmentId));
        Status = ConsultationStatus.Waiting;
        DoctorPractitionerId = null;
        TakeRequestId = null;
        StartedAt = null;
        return null;
    }

    private Refusal? Enqueue(Guid departmentId, DateTimeOffset now)
    {
        if (Status != ConsultationStatus.Planned)
        {
            return ConsultationRefusals.NotPlanned;
        }

        if (Complaint.IsEmpty())
        {
            return ConsultationRefusals.ComplaintMissing;
        }

        Status = ConsultationStatus.Waiting;
        DepartmentId = departmentId;
        QueuedAt = now;
        Record(new ConsultationQueued(Id, departmentId));
        return null;
    }

    /// <summary>Red flags raise, nothing lowers by itself; somebody who waits moves forward.</summary>
    private void RaiseUrgency(int demanded)
    {
        if (demanded >= Urgency)
        {
            return;
        }

        Urgency = demanded;
        if (Status == ConsultationStatus.Waiting)
        {
            Record(new ConsultationQueued(Id, DepartmentId));
        }
    }
}
