using Microsoft.EntityFrameworkCore;
using Telehealth.Directory;
using Telehealth.Storage;

namespace Telehealth.Consultations;

/// <summary>What practitioners have under way, at any of their sites, and how much they can have.</summary>
internal static class PractitionerLoads
{
    public static async Task<IReadOnlyList<(Guid PractitionerId, int Running, int Capacity)>> ReadAsync(
        TelehealthDb db, IReadOnlyList<Guid> practitionerIds, CancellationToken cancellation)
    {
        var running = db.Set<Consultation>().Where(consultation => consultation.Status == ConsultationStatus.InProgress);
        var rows = await db.Set<Practitioner>()
            .Where(practitioner => practitionerIds.Contains(practitioner.Id))
            .Select(practitioner => new
            {
                practitioner.Id,
                practitioner.Capacity,
                Running = running.Count(consultation => consultation.DoctorPractitionerId == practitioner.Id),
            })
            .ToListAsync(cancellation);
        return rows.ConvertAll(row => (row.Id, row.Running, row.Capacity));
    }

    public static async Task<IReadOnlyList<(Guid PractitionerId, int Running, int Capacity)>> ReadAsync(
        IServiceScopeFactory scopes, IReadOnlyList<Guid> practitionerIds, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ReadAsync(scope.ServiceProvider.GetRequiredService<TelehealthDb>(), practitionerIds, cancellation);
    }
}
