using System.Net;

namespace Telehealth.Directory.Accounts;

public sealed class ChangePasswordTests
{
    private const string NextPassword = "another sentence about snow";

    [Fact]
    public async Task A_new_password_ends_the_other_sessions_and_the_old_one_opens_nothing()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var elsewhere = app.AnonymousClient();
        await elsewhere.PostAsync<SessionView>("/api/session/second-factor", new
        {
            ticket = await elsewhere.TicketAsync(person.UserName),
            code = person.CodeAt(app.Clock.GetUtcNow()),
        });
        app.Clock.Advance(TimeSpan.FromSeconds(30));

        using var answer = await person.Browser.WithStepUpAsync(
            HttpMethod.Put, "/api/account/password", new { password = NextPassword }, new { code = person.CodeAt(app.Clock.GetUtcNow()) });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await person.Browser.GetAsync<SessionView>("/api/session");
        await elsewhere.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        await elsewhere.TryPostAsync("/api/session", new { userName = person.UserName, password = EnrolledPerson.Password })
            .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.wrong_credentials");
        await elsewhere.TicketAsync(person.UserName, NextPassword);
    }

    [Theory]
    [InlineData("elevenchars")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("dr-li-dr-li-dr-li")]
    [InlineData("Telehealth-2040!")]
    public async Task What_an_attacker_tries_first_is_no_password(string password)
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        await doctor.WithStepUpAsync(HttpMethod.Put, "/api/account/password", new { password }, People.DemoProof)
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "account.weak_password");
    }
}
