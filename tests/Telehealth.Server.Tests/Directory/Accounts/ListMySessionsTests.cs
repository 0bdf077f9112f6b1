using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

public sealed class ListMySessionsTests
{
    [Fact]
    public async Task A_doctor_sees_where_they_are_signed_in_and_nobody_elses_places()
    {
        await using var app = new TelehealthApp();
        var here = await app.SignInAsync("dr-li");
        await app.SignInAsync("dr-li");
        await app.SignInAsync("dr-wang");

        var sessions = await here.GetAsync<OpenSession[]>("/api/sessions");

        Assert.Equal(2, sessions.Length);
        var own = Assert.Single(sessions, session => session.IsCurrent);
        Assert.Equal(SignInMethod.Password, own.Method);
        Assert.Equal(StaffRole.Specialist, own.Role);
        Assert.Equal("青溪县人民医院", own.Institution.Zh);
        Assert.Equal(app.Clock.GetUtcNow().AddHours(12), own.ExpiresAt);
    }

    [Fact]
    public async Task A_session_is_seen_again_after_a_minute()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        app.Clock.Advance(TimeSpan.FromMinutes(3));

        var session = Assert.Single(await doctor.GetAsync<OpenSession[]>("/api/sessions"));

        Assert.Equal(app.Clock.GetUtcNow(), session.LastSeenAt);
        Assert.Equal(app.Clock.GetUtcNow().AddMinutes(-3), session.CreatedAt);
    }
}
