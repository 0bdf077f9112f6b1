using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Identity;

public sealed class SessionChecksTests
{
    [Fact]
    public async Task An_ended_session_is_refused_at_once_even_with_a_copy_of_its_cookie()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        var thief = CopyOf(app, doctor);
        await thief.GetAsync<Telehealth.Directory.SessionView>("/api/session");

        await doctor.DeleteAsync("/api/session");

        await thief.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    [Fact]
    public async Task A_session_that_one_node_ends_is_soon_refused_by_the_other()
    {
        using var database = new TestDatabase();
        await using var north = new TelehealthApp { SharedDatabase = database };
        await using var south = new TelehealthApp { SharedDatabase = database };
        var doctor = await north.SignInAsync("dr-li");
        var elsewhere = CopyOf(south, doctor, north);
        await elsewhere.GetAsync<Telehealth.Directory.SessionView>("/api/session");

        await doctor.DeleteAsync("/api/session");

        await Wait.UntilAsync(async () =>
        {
            using var answer = await elsewhere.GetAsync("/api/session");
            return answer.StatusCode == HttpStatusCode.Unauthorized ? null : "the other node still answers";
        });
    }

    [Fact]
    public async Task A_session_runs_out_however_much_it_is_used()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        for (var hour = 1; hour < 12; hour++)
        {
            app.Clock.Advance(TimeSpan.FromHours(1));
            await doctor.GetAsync<Telehealth.Directory.SessionView>("/api/session");
        }

        app.Clock.Advance(TimeSpan.FromMinutes(61));

        await doctor.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_that_the_browser_had()
    {
        await using var app = new TelehealthApp();
        var browser = await app.SignInAsync("dr-li");
        var copy = CopyOf(app, browser);

        using var answer = await browser.PostAsJsonAsync("/api/session", new { userName = "dr-wang", password = "telehealth-demo" });
        answer.EnsureSuccessStatusCode();

        await copy.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        await browser.GetAsync<Telehealth.Directory.SessionView>("/api/session");
    }

    [Fact]
    public async Task A_switched_role_has_a_session_of_its_own_and_the_old_cookie_is_worth_nothing_soon_after()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-xu");
        var copy = CopyOf(app, doctor);
        var session = await doctor.GetAsync<Telehealth.Directory.SessionView>("/api/session");
        var other = session.Roles.Single(role => role.Id != session.ActiveRoleId);
        await doctor.PutAsync<Telehealth.Directory.SessionView>("/api/session/role", new { roleId = other.Id });
        app.Clock.Advance(TimeSpan.FromSeconds(6));

        await copy.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        Assert.Equal(other.Id, (await doctor.GetAsync<Telehealth.Directory.SessionView>("/api/session")).ActiveRoleId);
    }

    [Fact]
    public async Task Many_requests_side_by_side_are_all_answered()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => doctor.GetAsync("/api/session")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    /// <summary>A browser that was given the cookies of another.</summary>
    private static HttpClient CopyOf(TelehealthApp app, HttpClient browser, TelehealthApp? of = null)
    {
        var copy = new HttpClient(app.Server.CreateHandler()) { BaseAddress = new Uri("http://localhost") };
        copy.DefaultRequestHeaders.Add("X-Telehealth", "1");
        copy.DefaultRequestHeaders.Add("Cookie", (of ?? app).CookiesOf(browser));
        return copy;
    }
}
