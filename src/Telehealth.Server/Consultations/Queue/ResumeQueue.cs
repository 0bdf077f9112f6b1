using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Consultations.Queue;

internal static class ResumeQueue
{
    public static Task<Outcome<QueueDeskView>> Handle(
        Guid id, CurrentStaff staff, DepartmentQueues queues, CancellationToken cancellation) =>
        queues.ChangeAsync(id, staff, queue => queue.Resume(), cancellation);
}
