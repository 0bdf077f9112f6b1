using Microsoft.EntityFrameworkCore;
using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory;

/// <param name="CatalogueCode">Null for one of an institution's own.</param>
/// <param name="Initials">Of the Chinese name in pinyin; empty where they are not known.</param>
public sealed record SpecialtyView(string Code, string? CatalogueCode, LocalizedName Name, string Initials, int Departments);

internal static class ListSpecialties
{
    /// <summary>The specialties that can be asked, in the order of the national catalogue.</summary>
    public static async Task<Outcome<SpecialtyView[]>> Handle(
        CurrentStaff staff, ConsortiumRules rules, CancellationToken cancellation)
    {
        var askable = await rules.AskableAsync(staff.InstitutionId, cancellation);
        var departments = await askable
            .OrderBy(department => department.Id)
            .Select(department => new { department.Specialty, department.Name })
            .ToListAsync(cancellation);
        return departments.GroupBy(department => department.Specialty)
            .Select(group => (known: Specialties.Find(group.Key), group))
            .Select(pair => new SpecialtyView(
                pair.group.Key,
                pair.known?.CatalogueCode,
                pair.known?.Name ?? pair.group.First().Name,
                pair.known?.Initials ?? "",
                pair.group.Count()))
            .OrderBy(view => view.CatalogueCode is null)
            .ThenBy(view => view.CatalogueCode, StringComparer.Ordinal)
            .ThenBy(view => view.Code, StringComparer.Ordinal)
            .ToArray();
    }
}
