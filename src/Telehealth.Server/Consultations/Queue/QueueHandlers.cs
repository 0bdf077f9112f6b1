using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Realtime;
using Telehealth.Rooms;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>What follows from a changed queue: order, places and the doctor's presence.</summary>
internal sealed class QueueHandlers(
    TelehealthDb db,
    QueueSync sync,
    NearTurns nearTurns,
    IPresenceStore presence,
    ClinicNotifications notifications,
    RoomEntrance rooms)
    : IHandle<ConsultationQueued>,
        IHandle<ConsultationLeftQueue>,
        IHandle<ConsultationStarted>,
        IHandle<ConsultationReleased>,
        IHandle<DepartmentQueueChanged>
{
    public Task Handle(ConsultationQueued fact, CancellationToken cancellation) =>
        MoveAsync(fact.ConsultationId, fact.DepartmentId, cancellation);

    public Task Handle(ConsultationLeftQueue fact, CancellationToken cancellation) =>
        MoveAsync(fact.ConsultationId, fact.DepartmentId, cancellation);

    public async Task Handle(DepartmentQueueChanged fact, CancellationToken cancellation)
    {
        await TellAllAsync(fact.DepartmentId, null, cancellation);
        await nearTurns.TellAsync(fact.DepartmentId, cancellation);
    }

    public async Task Handle(ConsultationStarted fact, CancellationToken cancellation)
    {
        await MoveAsync(fact.ConsultationId, fact.DepartmentId, cancellation);
        await ShowDoctorAsync(fact.PractitionerId, cancellation);
    }

    public async Task Handle(ConsultationReleased fact, CancellationToken cancellation)
    {
        notifications.ConsultationChanged(fact.ConsultationId);
        ThrowIf(await EndSeatAsync(fact, cancellation));
        await ShowDoctorAsync(fact.PractitionerId, cancellation);
    }

    /// <summary>Handled late, the consultation may have been taken again in the same room: then only the old seat is over, and nothing
    /// is when the same doctor took it. An ended one is never taken again, so its room can be closed whenever we get to it.</summary>
    private async Task<Refusal?> EndSeatAsync(ConsultationReleased fact, CancellationToken cancellation)
    {
        var row = await db.Set<Consultation>().AsNoTracking()
            .SingleAsync(consultation => consultation.Id == fact.ConsultationId, cancellation);
        if (!row.IsOpen)
        {
            return await rooms.CloseAsync(fact.ConsultationId, cancellation);
        }

        return row.Status == ConsultationStatus.InProgress && row.IsTreatedBy(fact.PractitionerId)
            ? null
            : await rooms.RemoveAsync(
                fact.ConsultationId, Participant.PractitionerSeat(fact.PractitionerId), fact.Round, cancellation);
    }

    private async Task MoveAsync(Guid consultationId, Guid departmentId, CancellationToken cancellation)
    {
        ThrowIf(await sync.ApplyAsync(consultationId, departmentId, cancellation));
        notifications.ConsultationChanged(consultationId);
        await TellAllAsync(departmentId, consultationId, cancellation);
        await nearTurns.TellAsync(departmentId, cancellation);
    }

    private async Task TellAllAsync(Guid departmentId, Guid? except, CancellationToken cancellation)
    {
        notifications.QueueChanged(departmentId);
        foreach (var id in await QueuePlaces.Waiting(db, departmentId).Select(other => other.Id).ToListAsync(cancellation))
        {
            if (id != except)
            {
                notifications.ConsultationChanged(id);
            }
        }
    }

    private async Task ShowDoctorAsync(Guid practitionerId, CancellationToken cancellation)
    {
        var (asOf, away) = await presence.NowAsync(cancellation);
        ThrowIf(away);
        foreach (var (doctor, running, capacity) in await PractitionerLoads.ReadAsync(db, [practitionerId], cancellation))
        {
            var answer = await presence.EngageAsync(doctor, new PresenceLoad(running, capacity, asOf), cancellation);
            notifications.PresenceChanged(answer.Changes);
            ThrowIf(answer.Refusal);
        }
    }

    /// <summary>The outbox tries again until the store answers.</summary>
    private static void ThrowIf(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException(refusal.Code);
        }
    }
}
