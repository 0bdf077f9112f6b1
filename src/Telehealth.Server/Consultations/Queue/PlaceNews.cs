using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>Staff moved the place from another department.</summary>
public sealed record MovedPlace(LocalizedName From, string Reason, DateTimeOffset At);

/// <summary>Called without coming; joining again before <paramref name="KeptUntil"/> gets the old place back.</summary>
public sealed record MissedPlace(DateTimeOffset At, DateTimeOffset KeptUntil);

/// <param name="NearAt">When the turn was told to be near.</param>
public sealed record PlaceNews(
    QueueState State, MovedPlace? Moved, MissedPlace? Missed, DoctorToWaitFor? Doctor, DateTimeOffset? NearAt);

public sealed record QueueStepView(
    QueueStepKind Kind,
    DateTimeOffset At,
    LocalizedName? By,
    string? Reason,
    LocalizedName FromDepartment,
    LocalizedName? ToDepartment,
    int FromUrgency,
    int? ToUrgency,
    LocalizedName? ToDoctor);

/// <summary>Tells what happened to a place and what its department's queue does.</summary>
internal sealed class PlaceNewsReader(TelehealthDb db, QueueDoor door, WantedDoctor doctors)
{
    public async Task<PlaceNews?> FindAsync(Consultation consultation, CancellationToken cancellation)
    {
        if (consultation.Status is not (ConsultationStatus.Planned or ConsultationStatus.Waiting))
        {
            return null;
        }

        return new PlaceNews(
            await door.StateAsync(consultation.DepartmentId, cancellation),
            await MovedAsync(consultation, cancellation),
            consultation.IsMissed
                ? new MissedPlace(consultation.MissedAt!.Value, consultation.PlaceKeptUntil!.Value)
                : null,
            consultation.NamedDoctorId is { } wanted
                ? await doctors.FindAsync(consultation.DepartmentId, wanted, cancellation)
                : null,
            consultation.Status == ConsultationStatus.Waiting ? consultation.NearAt : null);
    }

    public async Task<IReadOnlyList<QueueStepView>> StepsAsync(Guid consultationId, CancellationToken cancellation)
    {
        var steps = await db.Set<QueueStep>().AsNoTracking()
            .Where(step => step.ConsultationId == consultationId)
            .OrderBy(step => step.At).ThenBy(step => step.Id)
            .ToListAsync(cancellation);
        if (steps.Count == 0)
        {
            return [];
        }

        var people = steps.SelectMany(step => new[] { step.PractitionerId, step.ToPractitionerId }).OfType<Guid>().ToArray();
        var names = await db.Set<Practitioner>().AsNoTracking()
            .Where(person => people.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        var places = steps.SelectMany(step => new[] { step.FromDepartmentId, step.ToDepartmentId }).OfType<Guid>().ToArray();
        var departments = await db.Set<Department>().AsNoTracking()
            .Where(one => places.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.Name, cancellation);
        return steps.ConvertAll(step => new QueueStepView(
            step.Kind,
            step.At,
            NameOf(step.PractitionerId, names),
            step.Reason,
            departments[step.FromDepartmentId],
            NameOf(step.ToDepartmentId, departments),
            step.FromUrgency,
            step.ToUrgency,
            NameOf(step.ToPractitionerId, names)));
    }

    /// <summary>Only the last move tells where the patient came from; one that was taken back is no news.</summary>
    private async Task<MovedPlace?> MovedAsync(Consultation consultation, CancellationToken cancellation)
    {
        var last = await db.Set<QueueStep>().AsNoTracking()
            .Where(step => step.ConsultationId == consultation.Id
                && (step.Kind == QueueStepKind.Moved || step.Kind == QueueStepKind.MoveUndone))
            .OrderByDescending(step => step.At).ThenByDescending(step => step.Id)
            .FirstOrDefaultAsync(cancellation);
        if (last is not { Kind: QueueStepKind.Moved } || last.ToDepartmentId != consultation.DepartmentId)
        {
            return null;
        }

        var from = await db.Set<Department>().Where(one => one.Id == last.FromDepartmentId).Select(one => one.Name)
            .SingleAsync(cancellation);
        return new MovedPlace(from, last.Reason!, last.At);
    }

    private static LocalizedName? NameOf(Guid? id, Dictionary<Guid, LocalizedName> names) =>
        id is { } known ? names[known] : null;
}
