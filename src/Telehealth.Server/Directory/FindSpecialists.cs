using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Telehealth.Coordination;
using Telehealth.Http;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory;

/// <param name="IsPresenceKnown">False while the store of presence is away: then nobody's state is known.</param>
/// <param name="Sites">The nearest first.</param>
/// <param name="HasMore">There are more departments of this specialty where nobody is present.</param>
public sealed record SpecialistSearch(bool IsPresenceKnown, IReadOnlyList<SpecialistSite> Sites, bool HasMore);

public sealed record SpecialistSite(
    Guid DepartmentId,
    LocalizedName Department,
    LocalizedName Institution,
    InstitutionTier Tier,
    bool IsOwn,
    IReadOnlyList<SpecialistView> Specialists);

/// <param name="Languages">What they speak with patients, as primary subtags.</param>
/// <param name="Presence">Null for who was not seen for a day, and for all while it is not known.</param>
public sealed record SpecialistView(
    Guid PractitionerId, LocalizedName Name, string? Title, IReadOnlyList<string> Languages, SpecialistPresence? Presence);

/// <param name="Load">Consultations under way anywhere.</param>
/// <param name="Version">The higher one of two is the newer; the hub's events carry it too.</param>
public sealed record SpecialistPresence(PresenceState State, int Load, int Capacity, DateTimeOffset LastSeenAt, long Version)
{
    internal static SpecialistPresence From(PresenceEntry entry) =>
        new(entry.State, entry.Load, entry.Capacity, entry.LastSeenAt, entry.Version);
}

internal static class FindSpecialists
{
    /// <summary>More than one looks through; who is available comes before the limit wherever they are.</summary>
    private const int MaxPresent = 200;
    private const int MaxSites = 40;

    /// <summary>Who can be asked in a specialty in the own institution's consortia.</summary>
    public static async Task<Outcome<SpecialistSearch>> Handle(
        string specialty,
        CurrentStaff staff,
        TelehealthDb db,
        ConsortiumRules rules,
        IPresenceStore presence,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var askable = await rules.AskableAsync(staff.InstitutionId, cancellation);
        var departments = await DepartmentsAsync(askable.Where(department => department.Specialty == specialty), staff, db, now, cancellation);
        var (entries, refusal) = await presence.FindAsync(
            new PresenceQuery(
                [.. departments.Select(row => PresenceScope.Department(row.Department.Id))], MaxPresent, IncludesOffline: true),
            cancellation);
        var found = entries.ToLookup(entry => entry.Scope.Id);
        var shown = departments.Where(row => found.Contains(row.Department.Id))
            .Concat(departments).DistinctBy(row => row.Department.Id).Take(MaxSites)
            .Select(row => row.Department.Id).ToHashSet();
        var people = await PeopleAsync(shown, staff, ActiveRoles.At(db, now), db, cancellation);
        var sites = departments.Where(row => shown.Contains(row.Department.Id)).Select(row => new SpecialistSite(
            row.Department.Id,
            row.Department.Name,
            row.Institution.Name,
            row.Institution.Tier,
            row.Institution.Id == staff.InstitutionId,
            Ordered(people[row.Department.Id], found[row.Department.Id])));
        return new SpecialistSearch(refusal is null, [.. sites], departments.Count > shown.Count);
    }

    /// <summary>Whether presence at these departments is this visitor's to see: those whom a search could have shown.</summary>
    public static async Task<bool> MayWatchAsync(
        IServiceScopeFactory scopes, ClaimsPrincipal user, IReadOnlyList<Guid> departmentIds, CancellationToken cancellation)
    {
        if (CurrentStaff.From(user) is not { Role: StaffRole.Specialist or StaffRole.ClinicDoctor or StaffRole.Coordinator } staff)
        {
            return false;
        }

        await using var scope = scopes.CreateAsyncScope();
        var askable = await scope.ServiceProvider.GetRequiredService<ConsortiumRules>().AskableAsync(staff.InstitutionId, cancellation);
        var wanted = departmentIds.ToHashSet();
        return await askable.CountAsync(department => wanted.Contains(department.Id), cancellation) == wanted.Count;
    }

    private static async Task<List<(Department Department, Institution Institution)>> DepartmentsAsync(
        IQueryable<Department> departments, CurrentStaff staff, TelehealthDb db, DateTimeOffset now, CancellationToken cancellation)
    {
        var near = await Neighbourhood.OfAsync(db, staff.InstitutionId, now, cancellation);
        var rows = await departments.AsNoTracking()
            .Join(
                db.Set<Institution>().AsNoTracking(),
                department => department.InstitutionId,
                institution => institution.Id,
                (department, institution) => new { department, institution })
            .ToListAsync(cancellation);
        return
        [
            .. rows.Select(row => (row.department, row.institution))
                .OrderBy(row => near.DistanceOf(row.institution))
                .ThenBy(row => row.institution.Id)
                .ThenBy(row => row.department.Id),
        ];
    }

    private static async Task<ILookup<Guid, SpecialistView>> PeopleAsync(
        HashSet<Guid> departmentIds,
        CurrentStaff staff,
        IQueryable<PractitionerRole> active,
        TelehealthDb db,
        CancellationToken cancellation)
    {
        var rows = await active
            .Where(role => role.DepartmentId != null
                && departmentIds.Contains(role.DepartmentId.Value)
                && role.Role == StaffRole.Specialist
                && role.PractitionerId != staff.PractitionerId)
            .Join(
                db.Set<Practitioner>(),
                role => role.PractitionerId,
                practitioner => practitioner.Id,
                (role, practitioner) => new { role, practitioner })
            .OrderBy(row => row.role.Id)
            .ToListAsync(cancellation);
        return rows.ToLookup(
            row => row.role.DepartmentId!.Value,
            row => new SpecialistView(
                row.practitioner.Id,
                row.practitioner.Name,
                row.role.Title,
                row.practitioner.Languages.Split(',', StringSplitOptions.RemoveEmptyEntries),
                null));
    }

    /// <summary>Who can be asked first stands first; who was not seen comes last, as the directory has them.</summary>
    private static IReadOnlyList<SpecialistView> Ordered(IEnumerable<SpecialistView> people, IEnumerable<PresenceEntry> found)
    {
        var entries = found.Select((entry, at) => (entry, at)).ToDictionary(pair => pair.entry.MemberId);
        return
        [
            .. people
                .Select(person => entries.TryGetValue(person.PractitionerId, out var pair)
                    ? (person with { Presence = SpecialistPresence.From(pair.entry) }, pair.at)
                    : (person, at: int.MaxValue))
                .OrderBy(pair => pair.at)
                .Select(pair => pair.Item1),
        ];
    }
}
