using System.Net;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

public sealed class RemovePasskeyTests
{
    [Fact]
    public async Task A_removed_passkey_opens_nothing_and_the_other_sessions_end()
    {
        await using var app = new TelehealthApp();
        using var key = new SoftwareKey();
        var doctor = await app.SignInAsync("dr-li");
        var elsewhere = await app.SignInAsync("dr-li");
        await doctor.AddPasskeyAsync(key, People.DemoProof);
        var passkey = Assert.Single((await doctor.GetAsync<SecurityView>("/api/account")).Passkeys);

        using var answer = await doctor.WithStepUpAsync(HttpMethod.Delete, $"/api/account/passkeys/{passkey.Id}", null, People.DemoProof);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await elsewhere.GetAsync("/api/session").IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        var browser = app.AnonymousClient();
        var question = await browser.PostAsync<PasskeyQuestion>("/api/session/passkey/options");
        await browser.TryPostAsync("/api/session/passkey", new { ticket = question.Ticket, credential = key.Sign(question.Options) })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.passkey_refused");
    }

    [Fact]
    public async Task Somebody_elses_passkey_is_not_found()
    {
        await using var app = new TelehealthApp();
        using var key = new SoftwareKey();
        var doctor = await app.SignInAsync("dr-li");
        await doctor.AddPasskeyAsync(key, People.DemoProof);
        var passkey = Assert.Single((await doctor.GetAsync<SecurityView>("/api/account")).Passkeys);
        var other = await app.SignInAsync("dr-wang");

        await other.WithStepUpAsync(HttpMethod.Delete, $"/api/account/passkeys/{passkey.Id}", null, People.DemoProof)
            .IsRefusedAsync(HttpStatusCode.NotFound, "account.passkey_not_found");
    }
}
