using FluentValidation;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Consultations.Queue;

internal static class PauseQueue
{
    private const int MaxMinutes = 480;

    public static Task<Outcome<QueueDeskView>> Handle(
        Guid id,
        Request request,
        CurrentStaff staff,
        DepartmentQueues queues,
        TimeProvider clock,
        CancellationToken cancellation) => queues.ChangeAsync(
            id,
            staff,
            queue => queue.Pause(clock.GetUtcNow().AddMinutes(request.Minutes), request.Reason.Trim()),
            cancellation);

    /// <param name="Reason">Everybody reads it who waits or is about to.</param>
    public sealed record Request(int Minutes, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(request => request.Minutes).InclusiveBetween(1, MaxMinutes);
            RuleFor(request => request.Reason).NotEmpty().MaximumLength(QueueStep.MaxReasonLength);
        }
    }
}
