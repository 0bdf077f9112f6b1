using Telehealth.Http;
using Telehealth.Identity;

namespace Telehealth.Directory.Demo;

public sealed record DemoSignIn(
    string UserName,
    string Password,
    LocalizedName Name,
    StaffRole Role,
    LocalizedName Institution,
    LocalizedName? Department);

internal static class ListDemoSignIns
{
    public static Outcome<DemoSignIn[]> Handle(IServiceProvider services) =>
        Read(DemoConsortium.Options(services).Password!);

    public static DemoSignIn[] Read(string password) =>
        [.. DemoStaff.People.Select(person => ToSignIn(person, password))];

    private static DemoSignIn ToSignIn(DemoPerson person, string password)
    {
        var place = person.Places[0];
        var department = DemoSites.Departments.SingleOrDefault(
            department => place.Department is { } number && department.Id == DemoIds.Department(number));
        return new DemoSignIn(
            person.UserName,
            password,
            person.Name,
            place.Role,
            DemoSites.Institutions.Single(institution => institution.Id == DemoIds.Institution(place.Site)).Name,
            department?.Name);
    }
}
