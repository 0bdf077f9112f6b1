namespace Telehealth.Consultations;

/// <summary>Waits with a department: newly, again after a hand-back, or with a higher urgency.</summary>
internal sealed record ConsultationQueued(Guid ConsultationId, Guid DepartmentId);

/// <summary>Waits no longer, without having been taken.</summary>
internal sealed record ConsultationLeftQueue(Guid ConsultationId, Guid DepartmentId);

internal sealed record ConsultationStarted(Guid ConsultationId, Guid DepartmentId, Guid PractitionerId);

/// <summary>The doctor stopped treating, by handing back or ending; the doctor's seat is over, after the end the whole room.</summary>
/// <param name="Round">The fence by which the doctor had taken the patient: room passes given since another taking stay good.</param>
internal sealed record ConsultationReleased(Guid ConsultationId, Guid DepartmentId, Guid PractitionerId, long Round);

/// <summary>A department paused, went on, or has other hours.</summary>
internal sealed record DepartmentQueueChanged(Guid DepartmentId);

/// <summary>Something that participants see is different.</summary>
internal sealed record ConsultationChanged(Guid ConsultationId);

internal sealed record MessagePosted(Guid ConsultationId, long Sequence);

/// <summary>A note was signed, for the first time or as an amendment.</summary>
internal sealed record NoteSigned(Guid ConsultationId, int Version);
