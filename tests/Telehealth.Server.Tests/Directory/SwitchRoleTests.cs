using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Directory;

public sealed class SwitchRoleTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task A_doctor_with_two_sites_works_at_the_one_that_was_chosen()
    {
        var doctor = await app.SignInAsync("dr-xu");
        var session = await doctor.GetAsync<SessionView>("/api/session");
        Assert.Equal(2, session.Roles.Count);
        var other = session.Roles.Single(role => role.Id != session.ActiveRoleId);

        var switched = await doctor.PutAsync<SessionView>("/api/session/role", new { roleId = other.Id });

        Assert.Equal(other.Id, switched.ActiveRoleId);
        Assert.Equal(other.Id, (await doctor.GetAsync<SessionView>("/api/session")).ActiveRoleId);
    }

    [Fact]
    public async Task Nobody_takes_a_role_that_belongs_to_somebody_else()
    {
        var other = await (await app.SignInAsync("dr-wang")).GetAsync<SessionView>("/api/session");
        var doctor = await app.SignInAsync("dr-li");

        await doctor.PutAsJsonAsync("/api/session/role", new { roleId = other.ActiveRoleId })
            .IsRefusedAsync(HttpStatusCode.NotFound, "session.unknown_role");
    }
}
