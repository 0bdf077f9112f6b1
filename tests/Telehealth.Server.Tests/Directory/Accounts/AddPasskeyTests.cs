using System.Net;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

public sealed class AddPasskeyTests
{
    [Fact]
    public async Task A_passkey_is_added_after_showing_who_one_is_and_stands_among_ones_own()
    {
        await using var app = new TelehealthApp();
        using var key = new SoftwareKey();
        var doctor = await app.SignInAsync("dr-li");
        await doctor.TryPostAsync("/api/account/passkeys/options").IsRefusedAsync(HttpStatusCode.Forbidden, "access.step_up_required");

        await doctor.AddPasskeyAsync(key, People.DemoProof);

        Assert.Equal("telephone", Assert.Single((await doctor.GetAsync<SecurityView>("/api/account")).Passkeys).Name);
        Assert.Empty((await (await app.SignInAsync("dr-wang")).GetAsync<SecurityView>("/api/account")).Passkeys);
    }

    [Fact]
    public async Task Another_session_cannot_answer_what_this_one_was_asked()
    {
        await using var app = new TelehealthApp();
        using var key = new SoftwareKey();
        var doctor = await app.SignInAsync("dr-li");
        var question = await Api.ReadAsync<PasskeyQuestion>(
            await doctor.WithStepUpAsync(HttpMethod.Post, "/api/account/passkeys/options", null, People.DemoProof));
        var other = await app.SignInAsync("dr-wang");

        await other.TryPostAsync("/api/account/passkeys", new { ticket = question.Ticket, credential = key.Attest(question.Options), name = "mine" })
            .IsRefusedAsync(HttpStatusCode.Gone, "session.ticket_expired");
    }
}

internal static class PasskeyAdding
{
    public static async Task AddPasskeyAsync(this HttpClient browser, SoftwareKey key, object proof)
    {
        var question = await Api.ReadAsync<PasskeyQuestion>(
            await browser.WithStepUpAsync(HttpMethod.Post, "/api/account/passkeys/options", null, proof));
        using var answer = await browser.TryPostAsync(
            "/api/account/passkeys", new { ticket = question.Ticket, credential = key.Attest(question.Options), name = "telephone" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
