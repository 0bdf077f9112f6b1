using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>The rows that wait, in order, and what can honestly be said about how long it takes.</summary>
internal sealed class QueuePlaces(TelehealthDb db, IPresenceStore presence, WaitEstimates waits, QueuePolicy policy, TimeProvider clock)
{
    public static IQueryable<Consultation> Waiting(TelehealthDb db, Guid departmentId) =>
        db.Set<Consultation>()
            .Where(consultation => consultation.DepartmentId == departmentId && consultation.Status == ConsultationStatus.Waiting)
            .OrderBy(consultation => consultation.QueuedAt)
            .ThenBy(consultation => consultation.Id);

    public static QueueEntry EntryOf(Consultation consultation) => new(
        consultation.Id,
        consultation.Urgency,
        consultation.QueuedAt!.Value,
        consultation.ClaimFence,
        consultation.NamedDoctorId,
        consultation.PreviousDoctorId,
        consultation.PatientLanguage);

    /// <summary>Who saw the patient last in the department.</summary>
    public static Task<Guid?> PreviousDoctorAsync(TelehealthDb db, Consultation consultation, CancellationToken cancellation) =>
        db.Set<Consultation>()
            .Where(other => other.PatientId == consultation.PatientId
                && other.DepartmentId == consultation.DepartmentId
                && other.Id != consultation.Id
                && other.StartedAt != null
                && other.DoctorPractitionerId != null)
            .OrderByDescending(other => other.StartedAt)
            .Select(other => other.DoctorPractitionerId)
            .FirstOrDefaultAsync(cancellation);

    public async Task<Claimant> ClaimantAsync(Guid practitionerId, CancellationToken cancellation)
    {
        var languages = await db.Set<Practitioner>().Where(doctor => doctor.Id == practitionerId)
            .Select(doctor => doctor.Languages).SingleAsync(cancellation);
        return new Claimant(practitionerId, languages.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whom the doctor may take, in the order in which they would be called.</summary>
    public async Task<(List<Consultation> Rows, IReadOnlyList<QueuePosition> Positions)> OrderForAsync(
        Guid departmentId, Guid practitionerId, CancellationToken cancellation)
    {
        var claimant = await ClaimantAsync(practitionerId, cancellation);
        var rows = await Waiting(db, departmentId)
            .Where(row => row.NamedDoctorId == null || row.NamedDoctorId == practitionerId)
            .AsNoTracking().ToDictionaryAsync(row => row.Id, cancellation);
        var positions = QueueOrder.Explain(policy, rows.Values.Select(EntryOf), claimant, clock.GetUtcNow());
        return ([.. positions.Select(position => rows[position.EntryId])], positions);
    }

    public async Task<QueuePlace?> FindAsync(Consultation consultation, CancellationToken cancellation)
    {
        if (consultation.Status != ConsultationStatus.Waiting)
        {
            return null;
        }

        var entries = await Waiting(db, consultation.DepartmentId)
            .Where(other => other.NamedDoctorId == consultation.NamedDoctorId && other.Id != consultation.Id)
            .Select(other => new QueueEntry(other.Id, other.Urgency, other.QueuedAt!.Value, 0, null, null, null))
            .ToListAsync(cancellation);
        var position = QueueOrder.Explain(policy, [.. entries, EntryOf(consultation)], null, clock.GetUtcNow())
            .Single(other => other.EntryId == consultation.Id);
        return new QueuePlace(
            position.Place,
            position.Place - 1,
            position.Score,
            position.Ahead,
            await EstimateAsync(
                consultation.DepartmentId, consultation.NamedDoctorId, position.Score.Urgency, position.Place - 1, cancellation),
            consultation.QueuedAt!.Value);
    }

    /// <summary>For somebody who would join now; null when there is no honest basis for a number.</summary>
    public async Task<int?> EstimateForNewAsync(Guid departmentId, int urgency, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var entries = await Waiting(db, departmentId)
            .Where(other => other.NamedDoctorId == null)
            .Select(other => new QueueEntry(other.Id, other.Urgency, other.QueuedAt!.Value, 0, null, null, null))
            .ToListAsync(cancellation);
        var place = QueueOrder.Explain(policy, [.. entries, new QueueEntry(Guid.Empty, urgency, now)], null, now)
            .Single(position => position.EntryId == Guid.Empty).Place;
        return (await EstimateAsync(departmentId, null, urgency, place - 1, cancellation)).P50Minutes;
    }

    private async Task<WaitEstimate> EstimateAsync(
        Guid departmentId, Guid? doctorId, int urgency, int ahead, CancellationToken cancellation)
    {
        var (entries, refusal) = await presence.ListAsync(PresenceScope.Department(departmentId), cancellation);
        var isSomebodyThere = refusal is not null || entries.Any(entry =>
            entry.State is PresenceState.Available or PresenceState.InConsultation
            && (doctorId is null || doctorId == entry.MemberId));
        return isSomebodyThere
            ? await waits.FindAsync(departmentId, doctorId, urgency, ahead, cancellation)
            : new WaitEstimate(null, null, 0, null, WaitUnknown.NobodyThere);
    }
}
