using System.Net;
using System.Net.Http.Json;
using Telehealth.Directory;

namespace Telehealth.Identity;

public sealed class SessionTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task A_doctor_signs_in_and_is_known_until_signing_out()
    {
        var doctor = await app.SignInAsync("dr-li");

        var session = await doctor.GetAsync<SessionView>("/api/session");
        Assert.Equal("李建国", session.Name.Zh);
        Assert.Equal(StaffRole.Specialist, Assert.Single(session.Roles).Role);

        var answer = await doctor.DeleteAsync("/api/session");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await doctor.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

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

    [Theory]
    [InlineData("dr-zhang")]
    [InlineData("nobody-of-that-name")]
    public async Task Five_wrong_passwords_lock_a_name_for_a_quarter_of_an_hour_whether_it_exists_or_not(string userName)
    {
        var visitor = app.AnonymousClient();
        var wrong = new { userName, password = "wrong" };
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            await visitor.PostAsJsonAsync("/api/session", wrong)
                .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        }

        var right = new { userName, password = "telehealth-demo" };
        await visitor.PostAsJsonAsync("/api/session", right)
            .IsRefusedAsync(HttpStatusCode.TooManyRequests, "session.locked_out");

        app.Clock.Advance(TimeSpan.FromMinutes(16));
        var answer = await visitor.PostAsJsonAsync("/api/session", right);
        Assert.Equal(userName == "dr-zhang" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_role_that_may_not_see_patients_is_told_so()
    {
        var administrator = await app.SignInAsync("admin-qian");
        await administrator.GetAsync("/api/patients").IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
    }

    [Fact]
    public async Task The_demo_lists_somebody_of_every_role_and_each_can_sign_in()
    {
        var listed = await app.AnonymousClient().GetAsync<Directory.Demo.DemoSignIn[]>("/api/demo/sign-ins");
        Assert.Equal(Enum.GetValues<StaffRole>(), listed.Select(person => person.Role).Distinct().Order());
        foreach (var person in listed)
        {
            await app.SignInAsync(person.UserName, person.Password);
        }
    }
}
