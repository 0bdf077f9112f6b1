using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>The rows that wait, in order, and what can honestly be said about how long it takes.</summary>
internal sealed class QueuePlaces(TelehealthDb db, IPresenceStore presence)
{
    /// <summary>Fewer than these say nothing about the next one.</summary>
    private const int FewestConsultations = 3;
    private const int RecentConsultations = 20;

    /// <summary>Most urgent first, then who waits longer: the order of <see cref="QueueRules.Score"/>.</summary>
    public static IQueryable<Consultation> Waiting(TelehealthDb db, Guid departmentId) =>
        db.Set<Consultation>()
            .Where(consultation => consultation.DepartmentId == departmentId && consultation.Status == ConsultationStatus.Waiting)
            .OrderBy(consultation => consultation.Urgency)
            .ThenBy(consultation => consultation.QueuedAt)
            .ThenBy(consultation => consultation.Id);

    public static QueueEntry EntryOf(Consultation consultation) =>
        new(consultation.Id, consultation.Urgency, consultation.QueuedAt!.Value, consultation.ClaimFence);

    public async Task<QueuePlace?> FindAsync(Consultation consultation, CancellationToken cancellation)
    {
        if (consultation.Status != ConsultationStatus.Waiting)
        {
            return null;
        }

        var (urgency, queuedAt) = (consultation.Urgency, consultation.QueuedAt!.Value);
        var ahead = await db.Set<Consultation>().CountAsync(
            other => other.DepartmentId == consultation.DepartmentId
                && other.Status == ConsultationStatus.Waiting
                && other.Id != consultation.Id
                && (other.Urgency < urgency || (other.Urgency == urgency && other.QueuedAt < queuedAt)),
            cancellation);
        var (minutes, basis) = await EstimateAsync(consultation.DepartmentId, ahead, cancellation);
        return new QueuePlace(ahead + 1, ahead, minutes, basis, queuedAt);
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
