using Telehealth.Directory;

namespace Telehealth.Consultations;

/// <summary>The patient's place with a department (候诊): joining, leaving, being taken and handed back.</summary>
internal sealed partial class Consultation
{
    /// <summary>The doctor's click that called the next patient and got this one; the same click again calls nobody else.</summary>
    public Guid? TakeRequestId { get; private set; }

    /// <summary>The patient's place: kept through hand-back, given up by leaving.</summary>
    public DateTimeOffset? QueuedAt { get; private set; }

    /// <summary>The doctor for whom alone the patient waits (指定医生); null when any doctor of the department will do.</summary>
    public Guid? NamedDoctorId { get; private set; }

    /// <summary>Who of the department saw the patient last time.</summary>
    public Guid? PreviousDoctorId { get; private set; }

    /// <summary>The primary subtag of the language the patient speaks; null when a clinic doctor is the interpreter.</summary>
    public string? PatientLanguage { get; private set; }

    /// <summary>The highest fence accepted; a claim that arrives late carries a lower one and loses.</summary>
    public long ClaimFence { get; private set; }

    /// <summary>When the patient was told that the turn is near; told once for each place.</summary>
    public DateTimeOffset? NearAt { get; private set; }

    /// <summary>Since when the doctors of the department are asked for the patient at this level; the desks ring from here on.</summary>
    public DateTimeOffset? AskedSince { get; private set; }

    /// <summary>Was called and did not come (过号); the place is kept until <see cref="PlaceKeptUntil"/>.</summary>
    public DateTimeOffset? MissedAt { get; private set; }

    public DateTimeOffset? PlaceKeptUntil { get; private set; }

    /// <summary>The patient, or the clinic doctor beside them, entered the room. Of an earlier call when it is before <see cref="StartedAt"/>.</summary>
    public DateTimeOffset? PatientEnteredAt { get; private set; }

    /// <summary>Written by <see cref="Queue.AttendanceWatch"/> while somebody of the patient's side has the consultation open.</summary>
    public DateTimeOffset? PatientSeenAt { get; private set; }

    public DateTimeOffset? DoctorSeenAt { get; private set; }

    public bool IsMissed => Status == ConsultationStatus.Planned && MissedAt is not null;

    public bool KeepsPlaceAt(DateTimeOffset now) => IsMissed && now < PlaceKeptUntil;

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
        if (Status is not (ConsultationStatus.Planned or ConsultationStatus.Waiting))
        {
            return ConsultationRefusals.NotWaiting;
        }

        if (QueuedAt is null)
        {
            return null;
        }

        Status = ConsultationStatus.Planned;
        (QueuedAt, MissedAt, PlaceKeptUntil, NearAt) = (null, null, null, null);
        Record(new ConsultationLeftQueue(Id, DepartmentId));
        return null;
    }

    public Refusal? Accept(Guid practitionerId, long fence, DateTimeOffset now, Guid? requestId = null)
    {
        if (IsOvertaken(fence))
        {
            return ConsultationRefusals.NotWaiting;
        }

        if (!MayBeTakenBy(practitionerId))
        {
            return ConsultationRefusals.WaitsForAnotherDoctor;
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

        LoseDoctor();
        Status = ConsultationStatus.Waiting;
        Ask(now);
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

        QueuedAt = KeepsPlaceAt(now) && departmentId == DepartmentId ? QueuedAt : now;
        NamedDoctorId = departmentId == DepartmentId ? NamedDoctorId : null;
        DepartmentId = departmentId;
        Wait(now);
        return null;
    }

    private void Wait(DateTimeOffset now)
    {
        Status = ConsultationStatus.Waiting;
        (MissedAt, PlaceKeptUntil, NearAt) = (null, null, null);
        Ask(now);
    }

    private void Ask(DateTimeOffset now)
    {
        AskedSince = now;
        Record(new ConsultationQueued(Id, DepartmentId));
    }

    private void LoseDoctor()
    {
        Record(new ConsultationReleased(Id, DepartmentId, DoctorPractitionerId!.Value, ClaimFence));
        (DoctorPractitionerId, TakeRequestId, StartedAt) = (null, null, null);
    }

    /// <summary>Red flags raise, nothing lowers by itself; somebody who waits moves forward.</summary>
    private void RaiseUrgency(int demanded, DateTimeOffset now)
    {
        if (demanded >= Urgency)
        {
            return;
        }

        Urgency = demanded;
        if (Status == ConsultationStatus.Waiting)
        {
            Ask(now);
        }
    }
}
