using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Stores what was done to somebody's place together with its step, and brings the queues to it.</summary>
internal sealed class PlaceChange(TelehealthDb db, QueueSync sync)
{
    public async Task<Outcome<Consultation>> ApplyAsync(
        Func<Task<Outcome<Consultation>>> find,
        Func<Consultation, Task<(QueueStep? Step, Refusal? Refusal)>> change,
        CancellationToken cancellation)
    {
        QueueStep? made = null;
        var outcome = await StoredChange.ApplyAsync<Consultation>(db, async () =>
        {
            var found = await find();
            if (found.Refusal is not null)
            {
                return found;
            }

            (made, var refusal) = await change(found.Value);
            if (refusal is not null)
            {
                return refusal;
            }

            if (made is null)
            {
                return found;
            }

            db.Add(made);
            return await OpenPlace.SaveAsync(db, found.Value, cancellation) ?? (Outcome<Consultation>)found.Value;
        });
        if (outcome.Refusal is null && made is not null)
        {
            await sync.ApplyAsync(outcome.Value.Id, made.FromDepartmentId, cancellation);
            if (outcome.Value.DepartmentId != made.FromDepartmentId)
            {
                await sync.ApplyAsync(outcome.Value.Id, outcome.Value.DepartmentId, cancellation);
            }
        }

        return outcome;
    }

    /// <summary>The last thing that this person did to the place, when nothing was done to it since.</summary>
    public async Task<QueueStep?> LastOwnStepAsync(Guid consultationId, Guid practitionerId, CancellationToken cancellation)
    {
        var last = await db.Set<QueueStep>().AsNoTracking()
            .Where(step => step.ConsultationId == consultationId)
            .OrderByDescending(step => step.At).ThenByDescending(step => step.Id)
            .FirstOrDefaultAsync(cancellation);
        return last?.PractitionerId == practitionerId ? last : null;
    }
}
