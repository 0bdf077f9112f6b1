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

    /// <summary>Who consents that somebody works at a second site.</summary>
    private const int Administrator = 21;

    private static readonly DateTimeOffset _consentedAt = new(2025, 1, 1, 0, 0, 0, TimeSpan.FromHours(8));

    public static async Task PlantAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var db = services.GetRequiredService<TelehealthDb>();
        await ExemptOlderAccountsAsync(db, cancellation);
        if (await db.Set<Consortium>().AnyAsync(consortium => consortium.Id == DemoIds.Network, cancellation))
        {
            return;
        }

        var isFirst = !await db.Set<Consortium>().AnyAsync(consortium => consortium.Id == DemoIds.Consortium, cancellation);
        object[] rows =
        [
            .. DemoSites.Consortia, .. DemoSites.Institutions, .. DemoSites.Members, .. DemoSites.Agreements, .. DemoSites.Departments,
            .. People(PasswordHash(services)), .. DemoPatients.Read(),
        ];
        foreach (var row in rows)
        {
            if (isFirst || !await IsPlantedAsync(db, row, cancellation))
            {
                db.Add(row);
            }
        }

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
            account => account.SecondFactor == SecondFactor.Exempt || account.Id == DemoIds.Account(1)
                || names.Contains(account.NormalizedUserName),
            cancellation);
        if (hasDemoAccounts)
        {
            throw new InvalidOperationException("The database holds demo accounts; it was made for Development.");
        }
    }

    public static DemoOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IConfiguration>().GetSection(DemoOptions.Section).Get<DemoOptions>() ?? new DemoOptions();

    /// <summary>By an older version; its practitioners had no licence data yet.</summary>
    private static async Task<bool> IsPlantedAsync(TelehealthDb db, object row, CancellationToken cancellation)
    {
        var key = db.Model.FindEntityType(row.GetType())!.FindPrimaryKey()!.Properties;
        var planted = await db.FindAsync(row.GetType(), [.. key.Select(part => part.PropertyInfo!.GetValue(row))], cancellation);
        if (planted is Practitioner)
        {
            db.Entry(planted).CurrentValues.SetValues(row);
        }

        return planted is not null;
    }

    /// <summary>Planted before there was a second factor.</summary>
    private static Task<int> ExemptOlderAccountsAsync(TelehealthDb db, CancellationToken cancellation)
    {
        var planted = DemoStaff.People.Select(person => DemoIds.Account(person.Number)).ToArray();
        return db.Set<Account>()
            .Where(account => planted.Contains(account.Id) && account.SecondFactor != SecondFactor.Exempt)
            .ExecuteUpdateAsync(set => set.SetProperty(account => account.SecondFactor, SecondFactor.Exempt), cancellation);
    }

    private static string PasswordHash(IServiceProvider services)
    {
        var password = Options(services).Password
            ?? throw new InvalidOperationException("Demo:Password is needed in Development.");
        return _passwordHash ??= new PasswordHasher<Account>().HashPassword(
            new Account { PractitionerId = Guid.Empty }, password);
    }

    private static IEnumerable<object> People(string passwordHash)
    {
        var roleNumber = 0;
        foreach (var person in DemoStaff.People)
        {
            var practitionerId = DemoIds.Practitioner(person.Number);
            yield return new Practitioner
            {
                Id = practitionerId,
                Name = person.Name,
                Capacity = person.Capacity,
                Languages = person.Languages,
                LicenceNumber = string.Create(CultureInfo.InvariantCulture, $"110330000{person.Number:d6}"),
                LicenceCategory = person.Category,
                LicenceScope = person.Scope,
                LicensedSince = person.Category is null ? null : person.LicensedSince,
                IndependentSince = person.Category is null ? null : person.LicensedSince.AddYears(2),
                RegisteredInstitutionId = DemoIds.Institution(person.Places[0].Site),
            };
            yield return new Account
            {
                Id = DemoIds.Account(person.Number),
                PractitionerId = practitionerId,
                UserName = person.UserName,
                NormalizedUserName = Normalize(person.UserName),
                PasswordHash = passwordHash,
                SecurityStamp = practitionerId.ToString("N"),
                SecondFactor = SecondFactor.Exempt,
            };
            foreach (var place in person.Places)
            {
                roleNumber++;
                var role = new PractitionerRole
                {
                    Id = DemoIds.Role(roleNumber),
                    PractitionerId = practitionerId,
                    Role = place.Role,
                    InstitutionId = DemoIds.Institution(place.Site),
                    DepartmentId = place.Department is { } department ? DemoIds.Department(department) : null,
                    Title = place.Title,
                };
                if (place != person.Places[0])
                {
                    role.Consent(DemoIds.Practitioner(Administrator), null, _consentedAt);
                }

                yield return role;
            }
        }
    }

    private static string Normalize(string userName) => userName.ToUpperInvariant();
}
