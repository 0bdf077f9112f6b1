using System.Net;

namespace Telehealth.Directory.Accounts;

public sealed class ChangeAuthenticatorTests
{
    [Fact]
    public async Task Another_authenticator_takes_the_place_of_the_one_before_once_its_code_is_right()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var setup = await Api.ReadAsync<AuthenticatorSetup>(await person.Browser.WithStepUpAsync(
            HttpMethod.Post, "/api/account/authenticator/options", null, new { code = person.CodeAt(app.Clock.GetUtcNow()) }));
        await person.Browser.TryPostAsync("/api/account/authenticator", new { ticket = setup.Ticket, code = "000000" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");
        var changed = person with { Secret = People.FromBase32(setup.Secret) };

        var codes = await person.Browser.PostAsync<RecoveryCodes>(
            "/api/account/authenticator", new { ticket = setup.Ticket, code = changed.CodeAt(app.Clock.GetUtcNow()) });

        Assert.Empty(codes.Codes.Intersect(person.RecoveryCodes));
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        var browser = app.AnonymousClient();
        var ticket = await browser.TicketAsync(person.UserName);
        await browser.TryPostAsync("/api/session/second-factor", new { ticket, code = person.CodeAt(app.Clock.GetUtcNow()) })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");
        await browser.PostAsync<SessionView>("/api/session/second-factor", new { ticket, code = changed.CodeAt(app.Clock.GetUtcNow()) });
    }
}
