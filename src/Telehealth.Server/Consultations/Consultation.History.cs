using Telehealth.Telemetry.History;

namespace Telehealth.Consultations;

/// <summary>What the history keeps of a consultation: ids, times and fences, nothing about the patient.</summary>
internal sealed partial class Consultation
{
    public override HistoryFact? HistoryOf(object fact) => fact switch
    {
        ConsultationQueued => Line(HistoryKind.QueueJoined) with { Urgency = Urgency, Since = QueuedAt },
        ConsultationLeftQueue => Line(HistoryKind.QueueLeft),
        ConsultationStarted started => Line(HistoryKind.QueueStarted) with { By = started.PractitionerId.ToString(), Fence = ClaimFence },
        ConsultationReleased released => Line(Status == ConsultationStatus.Waiting ? HistoryKind.QueueHandedBack : HistoryKind.QueueEnded) with
        {
            By = released.PractitionerId.ToString(),
            Fence = ClaimFence,
        },
        _ => null,
    };

    private HistoryFact Line(string kind) => new(kind) { Subject = Id, Department = DepartmentId };
}
