using Microsoft.EntityFrameworkCore;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <summary>Which institution may refer to, show records to and consult which other, by the consortia they share and by agreements.</summary>
internal sealed class ConsortiumRules(TelehealthDb db, TimeProvider clock)
{
    /// <summary>Both sides may do anything within one institution.</summary>
    /// <param name="from">The side that asks, refers or shows.</param>
    /// <param name="specialty">Null asks for what holds in every specialty.</param>
    public async Task<bool> AllowsAsync(
        ConsortiumAct act, Guid from, Guid to, string? specialty, CancellationToken cancellation) =>
        from == to || (await ReadAsync(from, cancellation)).Allows(act, to, specialty);

    /// <summary>Departments of the institution, and of all that it may consult or refer to.</summary>
    public async Task<IQueryable<Department>> AskableAsync(Guid institutionId, CancellationToken cancellation)
    {
        var place = await ReadAsync(institutionId, cancellation);
        var open = place.Others.Where(other => MayAsk(place, other, null)).Append(institutionId).ToList();
        var departments = db.Set<Department>().Where(department => open.Contains(department.InstitutionId));
        foreach (var specialty in place.Specialties)
        {
            var sites = place.Others.Where(other => MayAsk(place, other, specialty)).Except(open).ToList();
            if (sites.Count > 0)
            {
                departments = departments.Union(db.Set<Department>()
                    .Where(department => department.Specialty == specialty && sites.Contains(department.InstitutionId)));
            }
        }

        return departments;
    }

    private static bool MayAsk(ConsortiumPlace place, Guid other, string? specialty) =>
        place.Allows(ConsortiumAct.Consult, other, specialty) || place.Allows(ConsortiumAct.Refer, other, specialty);

    private async Task<ConsortiumPlace> ReadAsync(Guid institutionId, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var own = CurrentMembers(now).Where(member => member.InstitutionId == institutionId).Select(member => member.ConsortiumId);
        var consortia = await db.Set<Consortium>().AsNoTracking().Where(consortium => own.Contains(consortium.Id)).ToListAsync(cancellation);
        var members = await CurrentMembers(now).AsNoTracking()
            .Where(member => own.Contains(member.ConsortiumId)).ToListAsync(cancellation);
        var rules = await db.Set<ConsortiumRule>().AsNoTracking()
            .Where(rule => own.Contains(rule.ConsortiumId) && rule.ValidFrom <= now && (rule.ValidUntil == null || rule.ValidUntil > now))
            .ToListAsync(cancellation);
        var agreements = await db.Set<Agreement>().AsNoTracking()
            .Where(agreement => agreement.FromInstitutionId == institutionId).ToListAsync(cancellation);
        var ids = members.Select(member => member.InstitutionId).Append(institutionId).Distinct().ToList();
        var tiers = await db.Set<Institution>().AsNoTracking().Where(institution => ids.Contains(institution.Id))
            .ToDictionaryAsync(institution => institution.Id, institution => institution.Tier, cancellation);
        return new ConsortiumPlace(institutionId, now, tiers, agreements)
        {
            Consortia = [.. consortia.Select(consortium => new ConsortiumPlace.Joined(
                consortium,
                [.. members.Where(member => member.ConsortiumId == consortium.Id)],
                [.. rules.Where(rule => rule.ConsortiumId == consortium.Id)]))],
        };
    }

    private IQueryable<ConsortiumMember> CurrentMembers(DateTimeOffset now) => CurrentMembers(db, now);

    public static IQueryable<ConsortiumMember> CurrentMembers(TelehealthDb db, DateTimeOffset now) =>
        db.Set<ConsortiumMember>().Where(member => member.JoinedAt <= now && (member.LeftAt == null || member.LeftAt > now));
}
