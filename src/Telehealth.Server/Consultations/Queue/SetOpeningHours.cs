using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Consultations.Queue;

internal static class SetOpeningHours
{
    public static Task<Outcome<QueueDeskView>> Handle(
        Guid id, Request request, CurrentStaff staff, DepartmentQueues queues, CancellationToken cancellation) =>
        queues.ChangeAsync(id, staff, queue => queue.SetHours(request.Hours), cancellation);

    /// <param name="Hours">At most one for each weekday; none at all means around the clock.</param>
    public sealed record Request(IReadOnlyList<OpeningHours> Hours);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleForEach(request => request.Hours).Must(day => day.Opens < day.Closes).WithErrorCode("order");
            RuleFor(request => request.Hours)
                .Must(hours => hours.DistinctBy(day => day.Day).Count() == hours.Count).WithErrorCode("duplicate");
        }
    }
}
