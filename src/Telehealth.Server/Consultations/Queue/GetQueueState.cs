using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

internal static class GetQueueState
{
    /// <summary>For those who bring patients, and for the department itself.</summary>
    public static async Task<Outcome<QueueDeskView>> Handle(
        Guid id, CurrentStaff staff, TelehealthDb db, DepartmentQueues queues, CancellationToken cancellation) =>
        await ConsultationRequest.CheckDepartmentAsync(db, staff, id, cancellation) is { } unknown
            ? unknown
            : await queues.ViewAsync(id, staff, cancellation);
}
