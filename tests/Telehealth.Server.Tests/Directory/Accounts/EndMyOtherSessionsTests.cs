using System.Net;

namespace Telehealth.Directory.Accounts;

public sealed class EndMyOtherSessionsTests
{
    [Fact]
    public async Task Only_the_session_that_asks_is_left()
    {
        await using var app = new TelehealthApp();
        var here = await app.SignInAsync("dr-li");
        var there = await app.SignInAsync("dr-li");
        var other = await app.SignInAsync("dr-wang");

        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync("/api/sessions")).StatusCode);

        await there.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        Assert.True(Assert.Single(await here.GetAsync<OpenSession[]>("/api/sessions")).IsCurrent);
        await other.GetAsync<SessionView>("/api/session");
    }
}
