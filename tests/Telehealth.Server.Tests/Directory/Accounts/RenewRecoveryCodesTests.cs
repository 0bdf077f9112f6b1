using System.Net;

namespace Telehealth.Directory.Accounts;

public sealed class RenewRecoveryCodesTests
{
    [Fact]
    public async Task New_codes_make_the_old_ones_worthless()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();

        var renewed = await Api.ReadAsync<RecoveryCodes>(await person.Browser.WithStepUpAsync(
            HttpMethod.Post, "/api/account/recovery-codes", null, new { code = person.CodeAt(app.Clock.GetUtcNow()) }));

        var browser = app.AnonymousClient();
        var ticket = await browser.TicketAsync(person.UserName);
        await browser.TryPostAsync("/api/session/second-factor", new { ticket, recoveryCode = person.RecoveryCodes[0] })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");
        await browser.PostAsync<SessionView>("/api/session/second-factor", new { ticket, recoveryCode = renewed.Codes[0] });
    }

    [Fact]
    public async Task Who_has_no_authenticator_has_nothing_to_recover()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        await doctor.WithStepUpAsync(HttpMethod.Post, "/api/account/recovery-codes", null, People.DemoProof)
            .IsRefusedAsync(HttpStatusCode.Conflict, "account.no_authenticator");
    }
}
