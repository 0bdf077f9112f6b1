using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Identity;
using Telehealth.Storage;

namespace Telehealth.Directory.Accounts;

/// <summary>Somebody with an account as installations have them: password and authenticator.</summary>
internal sealed record EnrolledPerson(HttpClient Browser, string UserName, Guid PractitionerId, byte[] Secret, IReadOnlyList<string> RecoveryCodes)
{
    public const string Password = "a long sentence about rain";

    public string CodeAt(DateTimeOffset time) => TotpCode.Compute(Secret, TotpCode.StepAt(time));
}

internal static class People
{
    private static readonly Guid _hospital = Demo.DemoIds.Institution(Demo.DemoSites.CountyHospital);

    /// <summary>A new doctor of the county hospital, who has no account yet.</summary>
    public static async Task<Guid> AddDoctorAsync(this TelehealthApp app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var id = Guid.CreateVersion7();
        db.Add(new Practitioner { Id = id, Name = new LocalizedName("新医生", "New Doctor"), LicenceNumber = null, RegisteredInstitutionId = _hospital });
        db.Add(new PractitionerRole
        {
            Id = Guid.CreateVersion7(),
            PractitionerId = id,
            Role = StaffRole.Specialist,
            InstitutionId = _hospital,
            DepartmentId = Demo.DemoIds.Department(1),
        });
        await db.SaveChangesAsync();
        return id;
    }

    /// <summary>As a page does: shows who one is, then asks with that.</summary>
    public static async Task<HttpResponseMessage> WithStepUpAsync(
        this HttpClient browser, HttpMethod method, string path, object? body, object proof, string purpose = "keys")
    {
        var shown = await browser.PostAsync<ShowIdentity.Response>("/api/session/step-up", new { purpose, proof });
        return await browser.WithStepUpAsync(method, path, body, shown.Id);
    }

    public static async Task<HttpResponseMessage> WithStepUpAsync(
        this HttpClient browser, HttpMethod method, string path, object? body, Guid stepUp)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body ?? new { }) };
        request.Headers.Add("X-Telehealth-Step-Up", stepUp.ToString());
        return await browser.SendAsync(request);
    }

    public static object DemoProof { get; } = new { password = "telehealth-demo" };

    public static async Task<EnrolmentLink> OpenAccountAsync(this TelehealthApp app, Guid practitionerId, string userName)
    {
        var administrator = await app.SignInAsync("admin-qian");
        return await Api.ReadAsync<EnrolmentLink>(await administrator.WithStepUpAsync(
            HttpMethod.Post, $"/api/admin/practitioners/{practitionerId}/account", new { userName }, DemoProof));
    }

    public static async Task<EnrolledPerson> EnrolAsync(this TelehealthApp app, string userName = "dr-new")
    {
        var id = await app.AddDoctorAsync();
        var link = await app.OpenAccountAsync(id, userName);
        var browser = app.AnonymousClient();
        var begun = await browser.PostAsync<Enrol.Response>(
            "/api/enrolment", new { link = link.Url.Split('#')[1], password = EnrolledPerson.Password });
        var setup = await browser.PostAsync<AuthenticatorSetup>("/api/enrolment/authenticator", new { ticket = begun.Ticket });
        var secret = FromBase32(setup.Secret);
        var code = TotpCode.Compute(secret, TotpCode.StepAt(app.Clock.GetUtcNow()));
        var enrolled = await browser.PostAsync<Enrol.Enrolled>("/api/enrolment/finish", new { ticket = setup.Ticket, code });

        // The next code is of the next step: one is taken once.
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        return new EnrolledPerson(browser, userName, id, secret, enrolled.RecoveryCodes);
    }

    /// <summary>The ticket that the right password gives.</summary>
    public static async Task<string> TicketAsync(
        this HttpClient browser, string userName, string password = EnrolledPerson.Password, string code = "session.second_factor_required")
    {
        var problem = await browser.TryPostAsync("/api/session", new { userName, password })
            .IsRefusedAsync(System.Net.HttpStatusCode.Unauthorized, code);
        return (string)problem["details"]!["ticket"]!;
    }

    public static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(letter =>
            Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
    }
}
