using System.Net;

namespace Telehealth.Directory.Accounts;

public sealed class LockSessionTests
{
    [Fact]
    public async Task A_locked_session_does_nothing_until_its_holder_is_back()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        var elsewhere = await app.SignInAsync("dr-li");
        Assert.Equal(HttpStatusCode.NoContent, (await doctor.TryPostAsync("/api/session/lock")).StatusCode);

        foreach (var path in new[] { "/api/session", "/api/departments", "/api/sessions" })
        {
            await doctor.GetAsync(path).IsRefusedAsync(HttpStatusCode.Forbidden, "session.locked");
        }

        await elsewhere.GetAsync<SessionView>("/api/session");
        await doctor.TryPostAsync("/api/session/unlock", new { password = "wrong" })
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        await doctor.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Forbidden, "session.locked");
        Assert.Equal(HttpStatusCode.NoContent, (await doctor.TryPostAsync("/api/session/unlock", People.DemoProof)).StatusCode);
        await doctor.GetAsync<SessionView>("/api/session");
    }

    [Fact]
    public async Task Whoever_locked_it_can_sign_out()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        await doctor.TryPostAsync("/api/session/lock");
        Assert.Equal(HttpStatusCode.NoContent, (await doctor.DeleteAsync("/api/session")).StatusCode);
        await doctor.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        Assert.Single(await (await app.SignInAsync("dr-li")).GetAsync<OpenSession[]>("/api/sessions"));
    }
}
