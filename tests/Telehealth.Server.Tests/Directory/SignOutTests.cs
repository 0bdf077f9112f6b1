using System.Net;
using Telehealth.Identity;

namespace Telehealth.Directory;

public sealed class SignOutTests(TelehealthApp app) : IClassFixture<TelehealthApp>
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
}
