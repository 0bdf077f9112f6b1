using Telehealth.Realtime;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>Tells those who look on what to read again.</summary>
internal sealed class ChangeHandlers(ClinicNotifications notifications) : IHandle<ConsultationChanged>, IHandle<MessagePosted>
{
    public Task Handle(ConsultationChanged fact, CancellationToken cancellation)
    {
        notifications.ConsultationChanged(fact.ConsultationId);
        return Task.CompletedTask;
    }

    public Task Handle(MessagePosted fact, CancellationToken cancellation)
    {
        notifications.MessagePosted(fact.ConsultationId, fact.Sequence);
        return Task.CompletedTask;
    }
}
