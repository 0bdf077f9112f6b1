using Telehealth.Consultations.Queue;
using Telehealth.Directory;

namespace Telehealth.Consultations;

/// <summary>What staff do to a place in the queue. Each answers with the step that is kept, or null when it was done before.</summary>
internal sealed partial class Consultation
{
    /// <summary>To another department (转科); the time of joining stays.</summary>
    public (QueueStep? Step, Refusal? Refusal) Move(Guid practitionerId, Guid departmentId, string reason, DateTimeOffset now)
    {
        if (Status != ConsultationStatus.Waiting)
        {
            return (null, ConsultationRefusals.NotWaiting);
        }

        if (departmentId == DepartmentId)
        {
            return (null, null);
        }

        var step = QueueStep.Of(this, QueueStepKind.Moved, practitionerId, reason, now) with { ToDepartmentId = departmentId };
        Stand(departmentId, null, now);
        return (step, null);
    }

    public (QueueStep? Step, Refusal? Refusal) UndoMove(QueueStep move, Guid practitionerId, DateTimeOffset now)
    {
        if (Status != ConsultationStatus.Waiting || DepartmentId != move.ToDepartmentId)
        {
            return (null, ConsultationRefusals.NotWaiting);
        }

        var step = QueueStep.Of(this, QueueStepKind.MoveUndone, practitionerId, null, now) with { ToDepartmentId = move.FromDepartmentId };
        Stand(move.FromDepartmentId, move.FromPractitionerId, now);
        return (step, null);
    }

    /// <summary>What somebody saw may raise or lower the level, but never below what the red flags demand.</summary>
    public (QueueStep? Step, Refusal? Refusal) Retriage(
        Guid practitionerId, int urgency, string reason, DateOnly birthDate, DateTimeOffset now)
    {
        if (Status != ConsultationStatus.Waiting)
        {
            return (null, ConsultationRefusals.NotWaiting);
        }

        var demanded = Assess(birthDate, ChinaDate.Of(now)).Urgency;
        if (urgency > demanded)
        {
            return (null, ConsultationRefusals.UrgencyTooLow(demanded));
        }

        if (urgency == Urgency)
        {
            return (null, null);
        }

        var step = QueueStep.Of(this, QueueStepKind.Retriaged, practitionerId, reason, now) with { ToUrgency = urgency };
        Urgency = urgency;
        Ask(now);
        return (step, null);
    }

    /// <summary>A doctor of the department, or anybody of it; the waiting time stays.</summary>
    public (QueueStep? Step, Refusal? Refusal) Want(Guid? doctorId, Guid? practitionerId, DateTimeOffset now)
    {
        if (Status is not (ConsultationStatus.Planned or ConsultationStatus.Waiting))
        {
            return (null, ConsultationRefusals.NotWaiting);
        }

        if (doctorId == NamedDoctorId)
        {
            return (null, null);
        }

        var step = QueueStep.Of(this, QueueStepKind.DoctorChosen, practitionerId, null, now) with { ToPractitionerId = doctorId };
        NamedDoctorId = doctorId;
        if (Status == ConsultationStatus.Waiting)
        {
            Ask(now);
        }
        else
        {
            Record(new ConsultationChanged(Id));
        }

        return (step, null);
    }

    /// <summary>Nobody came though called (过号). The place is kept for a while, so that a dead battery costs nobody the morning.</summary>
    /// <param name="isHere">Somebody of the patient's side has the consultation open now.</param>
    public (QueueStep? Step, Refusal? Refusal) Miss(bool isHere, AttendanceOptions rules, DateTimeOffset now)
    {
        if (IsMissed)
        {
            return (null, null);
        }

        if (Status != ConsultationStatus.InProgress)
        {
            return (null, ConsultationRefusals.NotInProgress);
        }

        var mayMissAt = MayMissAt(rules);
        if (isHere && PatientEnteredAt >= StartedAt)
        {
            return (null, ConsultationRefusals.PatientIsHere);
        }

        if (now < mayMissAt)
        {
            return (null, ConsultationRefusals.NoShowTooEarly(mayMissAt!.Value, now));
        }

        var step = QueueStep.Of(this, QueueStepKind.Missed, DoctorPractitionerId, null, now);
        LoseDoctor();
        Status = ConsultationStatus.Planned;
        (MissedAt, PlaceKeptUntil) = (now, now + rules.PlaceKept);
        return (step, null);
    }

    /// <summary>An open page is no attendance before the patient came in; afterwards a lost network is forgiven for as long again.</summary>
    public DateTimeOffset? MayMissAt(AttendanceOptions rules) =>
        Status != ConsultationStatus.InProgress ? null
        : (PatientEnteredAt >= StartedAt ? Later(PatientEnteredAt.Value, PatientSeenAt) : StartedAt!.Value) + rules.PatientUnseen;

    public (QueueStep? Step, Refusal? Refusal) UndoMiss(Guid practitionerId, DateTimeOffset now)
    {
        if (Status == ConsultationStatus.Waiting)
        {
            return (null, null);
        }

        if (!IsMissed)
        {
            return (null, ConsultationRefusals.NotWaiting);
        }

        var step = QueueStep.Of(this, QueueStepKind.MissUndone, practitionerId, null, now);
        Wait(now);
        return (step, null);
    }

    /// <summary>The doctor is gone for good; the patient's side or a colleague frees the patient.</summary>
    public (QueueStep? Step, Refusal? Refusal) Free(
        Guid practitionerId, bool toQueue, bool isDoctorHere, AttendanceOptions rules, DateTimeOffset now)
    {
        if (Status != ConsultationStatus.InProgress)
        {
            return (null, ConsultationRefusals.NotInProgress);
        }

        var mayFreeAt = MayFreeAt(rules);
        if (isDoctorHere || now < mayFreeAt)
        {
            return (null, ConsultationRefusals.DoctorIsHere);
        }

        var step = QueueStep.Of(this, QueueStepKind.Freed, practitionerId, null, now);
        return (step, toQueue ? HandBack(now) : End(now));
    }

    public DateTimeOffset? MayFreeAt(AttendanceOptions rules) =>
        Status != ConsultationStatus.InProgress ? null : Later(StartedAt!.Value, DoctorSeenAt) + rules.DoctorUnseen;

    private void Stand(Guid departmentId, Guid? namedDoctorId, DateTimeOffset now)
    {
        Record(new ConsultationLeftQueue(Id, DepartmentId));
        (DepartmentId, NamedDoctorId, PreviousDoctorId, NearAt) = (departmentId, namedDoctorId, null, null);
        Ask(now);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
