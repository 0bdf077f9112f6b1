using Microsoft.EntityFrameworkCore;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>Which patients staff may see: those registered within reach of the institution where they work.</summary>
internal static class PatientReach
{
    public static async Task<Patient?> FindAsync(
        TelehealthDb db, CurrentStaff staff, Guid patientId, CancellationToken cancellation)
    {
        var reach = await InstitutionsAsync(db, staff.InstitutionId, cancellation);
        return await db.Set<Patient>()
            .SingleOrDefaultAsync(patient => patient.Id == patientId && reach.Contains(patient.InstitutionId), cancellation);
    }

    /// <summary>
    /// A county's hospitals reach every lower site of their consortia. A township's health centre and its village
    /// clinics reach their township: the villagers go to either.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> InstitutionsAsync(
        TelehealthDb db, Guid institutionId, CancellationToken cancellation)
    {
        var members = await MembersAsync(db, institutionId, cancellation);
        if (members.Find(member => member.Id == institutionId) is not { } own)
        {
            return [institutionId];
        }

        if (own.Tier is InstitutionTier.County or InstitutionTier.Tertiary)
        {
            return [institutionId, .. members.Where(member => member.Tier < own.Tier).Select(member => member.Id).Distinct()];
        }

        var township = own.Tier == InstitutionTier.Village ? own.LedById ?? own.Id : own.Id;
        return [.. members
            .Where(member => member.Id == township || member.LedById == township)
            .Select(member => member.Id)
            .Append(institutionId)
            .Distinct()];
    }

    private static Task<List<Member>> MembersAsync(
        TelehealthDb db, Guid institutionId, CancellationToken cancellation)
    {
        var consortia = db.Set<ConsortiumMember>()
            .Where(member => member.InstitutionId == institutionId)
            .Select(member => member.ConsortiumId);
        return db.Set<ConsortiumMember>()
            .Where(member => consortia.Contains(member.ConsortiumId))
            .Join(
                db.Set<Institution>(),
                member => member.InstitutionId,
                institution => institution.Id,
                (member, institution) => new Member(institution.Id, institution.Tier, member.LedById))
            .ToListAsync(cancellation);
    }

    private sealed record Member(Guid Id, InstitutionTier Tier, Guid? LedById);
}
