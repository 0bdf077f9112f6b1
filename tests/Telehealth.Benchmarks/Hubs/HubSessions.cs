using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Telehealth.Identity;
using Telehealth.Rooms;

namespace Telehealth.Benchmarks.Hubs;

/// <summary>Thousands of signed-in doctors without thousands of sign-ins: their accounts, their sessions and the cookies they would
/// have got.</summary>
internal static class HubSessions
{
    private const int Departments = 200;
    private const string Stamp = "STAMP";
    private static readonly TimeSpan _left = TimeSpan.FromHours(8);

    /// <summary>Writes one line per doctor: cookie, tab, and for every n-th the pass of the call it is in.</summary>
    public static async Task WriteAsync(string file, string database, string passKey, int count, int everyInCall)
    {
        var doctors = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray();
        await using var source = NpgsqlDataSource.Create(database);
        await using var insert = source.CreateCommand(
            """
            INSERT INTO "Accounts" ("Id", "PractitionerId", "UserName", "NormalizedUserName", "SecurityStamp", "EmailConfirmed",
              "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
            SELECT id, id, 'd' || n, 'D' || n, $2, false, false, false, false, 0 FROM unnest($1) WITH ORDINALITY AS doctor(id, n)
            """);
        insert.Parameters.Add(new NpgsqlParameter { Value = doctors });
        insert.Parameters.Add(new NpgsqlParameter { Value = Stamp });
        await insert.ExecuteNonQueryAsync();
        var now = TimeProvider.System.GetUtcNow();
        await using var open = source.CreateCommand(
            """
            INSERT INTO "Sessions" ("Id", "AccountId", "PractitionerId", "RoleId", "Method", "CreatedAt", "LastSeenAt", "ExpiresAt",
              "IsSharedComputer", "Address", "Device")
            SELECT id, id, id, id, 'Password', $2, $2, $3, false, '', '' FROM unnest($1) AS doctor(id)
            """);
        open.Parameters.Add(new NpgsqlParameter { Value = doctors });
        open.Parameters.Add(new NpgsqlParameter { Value = now.UtcDateTime });
        open.Parameters.Add(new NpgsqlParameter { Value = (now + _left).UtcDateTime });
        await open.ExecuteNonQueryAsync();

        var cookies = await CookiesAsync(source);
        var passes = new RoomPass(Convert.FromBase64String(passKey), TimeProvider.System);
        var departments = Enumerable.Range(0, Departments).Select(_ => Guid.CreateVersion7()).ToArray();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + _left };
        await File.WriteAllLinesAsync(file, doctors.Select((doctor, at) =>
        {
            var staff = new CurrentStaff(doctor, doctor, StaffRole.Specialist, departments[0], departments[at % Departments], doctor);
            var principal = staff.ToPrincipal();
            var cookie = cookies.Protect(new AuthenticationTicket(principal, properties, Schemes.Staff));
            var pass = at % everyInCall == 0 ? passes.Issue(doctor, $"practitioner-{doctor}", RoomRights.Participant, "") : "";
            return string.Create(CultureInfo.InvariantCulture, $"telehealth-staff={cookie}\t{pass}");
        }));
    }

    private static async Task<TicketDataFormat> CookiesAsync(NpgsqlDataSource source)
    {
        var keys = new List<XElement>();
        await using var read = source.CreateCommand("""SELECT "Xml" FROM "Keys" """);
        await using var rows = await read.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            keys.Add(XElement.Parse(rows.GetString(0)));
        }

        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("Telehealth");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new GivenKeys(keys));
        var protection = services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>();
        return new TicketDataFormat(protection.CreateProtector(
            "Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", Schemes.Staff, "v2"));
    }

    private sealed class GivenKeys(IReadOnlyCollection<XElement> keys) : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => keys;

        public void StoreElement(XElement element, string friendlyName) =>
            throw new InvalidOperationException("the nodes have made no key yet");
    }
}
