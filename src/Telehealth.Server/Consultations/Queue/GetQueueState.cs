using Telehealth.Directory;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Consultations.Queue;

internal static class GetQueueState
{
    /// <summary>For those who bring patients, and for the department itself.</summary>
    public static async Task<Outcome<QueueDeskView>> Handle(
        Guid id, CurrentStaff staff, ConsortiumRules rules, DepartmentQueues queues, CancellationToken cancellation) =>
        await ConsultationRequest.CheckDepartmentAsync(rules, staff, id, cancellation) is { } unknown
            ? unknown
            : await queues.ViewAsync(id, staff, cancellation);
}
