using System.Net;
using Telehealth.Directory.Demo;

namespace Telehealth.Directory.Accounts;

public sealed class EndSessionsOfTests
{
    [Fact]
    public async Task An_administrator_ends_all_sessions_of_a_person_of_the_own_institution_and_of_nobody_else()
    {
        await using var app = new TelehealthApp();
        var first = await app.SignInAsync("dr-li");
        var second = await app.SignInAsync("dr-li");
        var elsewhere = await app.SignInAsync("clinic-ma");
        var administrator = await app.SignInAsync("admin-qian");

        Assert.Equal(HttpStatusCode.NoContent, (await administrator.DeleteAsync($"/api/admin/practitioners/{DemoIds.Practitioner(1)}/sessions")).StatusCode);
        await administrator.DeleteAsync($"/api/admin/practitioners/{DemoIds.Practitioner(13)}/sessions")
            .IsRefusedAsync(HttpStatusCode.NotFound, "account.practitioner_not_found");

        foreach (var ended in new[] { first, second })
        {
            await ended.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        }

        await elsewhere.GetAsync<SessionView>("/api/session");
    }
}
