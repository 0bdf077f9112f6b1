using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Demo;

/// <summary>Plants the demo consortium in Development and refuses to run on its remains anywhere else.</summary>
internal static class DemoConsortium
{
    // Hashing is slow on purpose; every demo account shares one password, so one hash does.
    private static string? _passwordHash;

    public static async Task PlantAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var db = services.GetRequiredService<TelehealthDb>();
        if (await db.Set<Consortium>().AnyAsync(consortium => consortium.Id == DemoIds.Consortium, cancellation))
        {
            return;
        }

        db.Add(DemoSites.Consortium);
        db.AddRange(DemoSites.Institutions);
        db.AddRange(DemoSites.Members);
        db.AddRange(DemoSites.Departments);
        AddPeople(db, PasswordHash(services));
        db.AddRange(DemoPatients.Read());
        await db.SaveChangesAsync(cancellation);
    }

    public static async Task RefuseAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (Options(services).Password is not null)
        {
            throw new InvalidOperationException("Demo:Password is set outside Development.");
        }

        var names = DemoStaff.People.Select(person => Normalize(person.UserName)).ToArray();
        var hasDemoAccounts = await services.GetRequiredService<TelehealthDb>().Set<Account>().AnyAsync(
            account => account.Id == DemoIds.Account(1) || names.Contains(account.NormalizedUserName), cancellation);
        if (hasDemoAccounts)
        {
            throw new InvalidOperationException("The database holds demo accounts; it was made for Development.");
        }
    }

    public static DemoOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IConfiguration>().GetSection(DemoOptions.Section).Get<DemoOptions>() ?? new DemoOptions();

    private static string PasswordHash(IServiceProvider services)
    {
        var password = Options(services).Password
            ?? throw new InvalidOperationException("Demo:Password is needed in Development.");
        return _passwordHash ??= new PasswordHasher<Account>().HashPassword(
            new Account { PractitionerId = Guid.Empty }, password);
    }

    private static void AddPeople(TelehealthDb db, string passwordHash)
    {
        var roleNumber = 0;
        foreach (var person in DemoStaff.People)
        {
            var practitionerId = DemoIds.Practitioner(person.Number);
            db.Add(new Practitioner
            {
                Id = practitionerId,
                Name = person.Name,
                Capacity = person.Capacity,
                Languages = person.Languages,
                LicenceNumber = string.Create(CultureInfo.InvariantCulture, $"110330000{person.Number:d6}"),
            });
            db.Add(new Account
            {
                Id = DemoIds.Account(person.Number),
                PractitionerId = practitionerId,
                UserName = person.UserName,
                NormalizedUserName = Normalize(person.UserName),
                PasswordHash = passwordHash,
                SecurityStamp = practitionerId.ToString("N"),
            });
            foreach (var place in person.Places)
            {
                roleNumber++;
                db.Add(new PractitionerRole
                {
                    Id = DemoIds.Role(roleNumber),
                    PractitionerId = practitionerId,
                    Role = place.Role,
                    InstitutionId = DemoIds.Institution(place.Site),
                    DepartmentId = place.Department is { } department ? DemoIds.Department(department) : null,
                    Title = place.Title,
                });
            }
        }
    }

    private static string Normalize(string userName) => userName.ToUpperInvariant();
}
