using System.Net;
using Telehealth.Directory.Demo;

namespace Telehealth.Directory.Accounts;

public sealed class ListSessionsOfTests
{
    [Fact]
    public async Task An_administrator_sees_the_sessions_of_the_own_institutions_people_and_of_nobody_else()
    {
        await using var app = new TelehealthApp();
        await app.SignInAsync("dr-li");
        var administrator = await app.SignInAsync("admin-qian");

        var sessions = await administrator.GetAsync<OpenSession[]>($"/api/admin/practitioners/{DemoIds.Practitioner(1)}/sessions");

        Assert.False(Assert.Single(sessions).IsCurrent);
        foreach (var id in new[] { DemoIds.Practitioner(13), Guid.NewGuid() })
        {
            await administrator.GetAsync($"/api/admin/practitioners/{id}/sessions")
                .IsRefusedAsync(HttpStatusCode.NotFound, "account.practitioner_not_found");
        }
    }

    [Fact]
    public async Task A_doctor_may_not_look()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        await doctor.GetAsync($"/api/admin/practitioners/{DemoIds.Practitioner(1)}/sessions")
            .IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
    }
}
