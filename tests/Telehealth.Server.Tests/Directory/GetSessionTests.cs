using System.Net;

namespace Telehealth.Directory;

public sealed class GetSessionTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task A_visitor_without_a_session_is_asked_to_sign_in() =>
        await app.AnonymousClient().GetAsync("/api/session")
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");

    [Fact]
    public async Task A_session_says_who_works_where_and_as_what()
    {
        var doctor = await app.SignInAsync("dr-li");

        var session = await doctor.GetAsync<SessionView>("/api/session");

        var role = Assert.Single(session.Roles);
        Assert.Equal(role.Id, session.ActiveRoleId);
        Assert.Equal("青溪县人民医院", role.Institution.Zh);
        Assert.Equal("心血管内科", role.Department?.Zh);
        Assert.Equal("主任医师", role.Title);
    }

    [Fact]
    public async Task A_session_ends_soon_after_the_account_is_gone()
    {
        using var database = new TestDatabase();
        var clock = new ManualClock();
        await using var other = new TelehealthApp { SharedDatabase = database, Clock = clock };
        var doctor = await other.SignInAsync("dr-wang");

        database.Execute("DELETE FROM \"Accounts\" WHERE \"UserName\" = 'dr-wang'");
        clock.Advance(TimeSpan.FromMinutes(6));

        await doctor.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }
}
