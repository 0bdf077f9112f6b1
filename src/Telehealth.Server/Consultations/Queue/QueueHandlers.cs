using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Realtime;
using Telehealth.Rooms;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>What follows from a changed queue: order, places and the doctor's presence.</summary>
internal sealed class QueueHandlers(
    TelehealthDb db, QueueSync sync, IPresenceStore presence, ClinicNotifications notifications, RoomEntrance rooms)
    : IHandle<ConsultationQueued>, IHandle<ConsultationLeftQueue>, IHandle<ConsultationStarted>, IHandle<ConsultationReleased>
{
    public Task Handle(ConsultationQueued fact, CancellationToken cancellation) =>
        MoveAsync(fact.ConsultationId, fact.DepartmentId, cancellation);

    public Task Handle(ConsultationLeftQueue fact, CancellationToken cancellation) =>
        MoveAsync(fact.ConsultationId, fact.DepartmentId, cancellation);

    public async Task Handle(ConsultationStarted fact, CancellationToken cancellation)
    {
        await MoveAsync(fact.ConsultationId, fact.DepartmentId, cancellation);
        await ShowDoctorAsync(fact.DepartmentId, fact.PractitionerId, cancellation);
    }

    public async Task Handle(ConsultationReleased fact, CancellationToken cancellation)
    {
        notifications.ConsultationChanged(fact.ConsultationId);
        await ShowDoctorAsync(fact.DepartmentId, fact.PractitionerId, cancellation);

        // Handled late, the consultation may have been taken again; that room is another one.
        var goesOn = await db.Set<Consultation>().AnyAsync(
            other => other.Id == fact.ConsultationId && other.Status == ConsultationStatus.InProgress, cancellation);
        if (!goesOn)
        {
            await rooms.CloseAsync(fact.ConsultationId, cancellation);
        }
    }

    private async Task MoveAsync(Guid consultationId, Guid departmentId, CancellationToken cancellation)
    {
        if (await sync.ApplyAsync(consultationId, departmentId, cancellation) is { } refusal)
        {
            // The outbox tries again until the store answers.
            throw new InvalidOperationException(refusal.Code);
        }

        notifications.QueueChanged(departmentId);
        notifications.ConsultationChanged(consultationId);
        foreach (var id in await QueuePlaces.Waiting(db, departmentId).Select(other => other.Id).ToListAsync(cancellation))
        {
            if (id != consultationId)
            {
                notifications.ConsultationChanged(id);
            }
        }
    }

    private async Task ShowDoctorAsync(Guid departmentId, Guid practitionerId, CancellationToken cancellation)
    {
        var isEngaged = await db.Set<Consultation>().AnyAsync(
            other => other.DoctorPractitionerId == practitionerId
                && other.DepartmentId == departmentId
                && other.Status == ConsultationStatus.InProgress,
            cancellation);
        var (changes, _) = await presence.EngageAsync(
            PresenceScope.Department(departmentId), practitionerId, isEngaged, cancellation);
        notifications.PresenceChanged(changes);
    }
}
