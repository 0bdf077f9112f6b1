using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>The rows that wait, in order, and what can honestly be said about how long it takes.</summary>
internal sealed class QueuePlaces(TelehealthDb db, IPresenceStore presence, QueuePolicy policy, TimeProvider clock)
{
    /// <summary>Fewer than these say nothing about the next one.</summary>
    private const int FewestConsultations = 3;
    private const int RecentConsultations = 20;

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
        var ahead = position.Place - 1;
        var (minutes, basis) = await EstimateAsync(consultation.DepartmentId, ahead, cancellation);
        return new QueuePlace(
            position.Place,
            ahead,
            position.Score,
            position.Ahead,
            new WaitEstimate(minutes, minutes, basis, null, minutes is null ? WaitUnknown.TooFewVisits : null),
            consultation.QueuedAt!.Value);
    }

    /// <summary>For somebody who would join now; null when there is no honest basis for a number.</summary>
    public async Task<int?> EstimateForNewAsync(Guid departmentId, int urgency, CancellationToken cancellation)
    {
        var ahead = await Waiting(db, departmentId).CountAsync(other => other.Urgency <= urgency, cancellation);
        return (await EstimateAsync(departmentId, ahead, cancellation)).Minutes;
    }

    /// <summary>How many turns must pass before a doctor is free, times the usual length, shared by the doctors who are there.</summary>
    public static int? Estimate(IReadOnlyList<TimeSpan> lengths, int ahead, int freeDoctors, int workingDoctors)
    {
        if (lengths.Count < FewestConsultations || workingDoctors == 0)
        {
            return null;
        }

        var sorted = lengths.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        var turns = Math.Max(0, ahead + 1 - freeDoctors);
        return (int)Math.Ceiling(turns * median.TotalMinutes / workingDoctors);
    }

    private async Task<(int? Minutes, int Basis)> EstimateAsync(Guid departmentId, int ahead, CancellationToken cancellation)
    {
        var recent = await db.Set<Consultation>()
            .Where(other => other.DepartmentId == departmentId
                && other.StartedAt != null
                && (other.Status == ConsultationStatus.Ended || other.Status == ConsultationStatus.Completed))
            .OrderByDescending(other => other.EndedAt)
            .Take(RecentConsultations)
            .Select(other => new { other.StartedAt, other.EndedAt })
            .ToListAsync(cancellation);
        var (entries, _) = await presence.ListAsync(PresenceScope.Department(departmentId), cancellation);
        var free = entries.Count(entry => entry.State == PresenceState.Available);
        var working = free + entries.Count(entry => entry.State == PresenceState.InConsultation);
        var lengths = recent.ConvertAll(other => other.EndedAt!.Value - other.StartedAt!.Value);
        return (Estimate(lengths, ahead, free, working), recent.Count);
    }
}
