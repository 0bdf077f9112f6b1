using System.Net;
using System.Text.Json.Nodes;
using Telehealth.Identity;

namespace Telehealth.Directory.Accounts;

public sealed class ShowIdentityTests
{
    private const string Guarded = "/api/account/recovery-codes";

    [Fact]
    public async Task A_step_up_is_good_once_for_its_purpose_in_its_session_and_for_five_minutes()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        var doctor = person.Browser;
        var other = await app.SignInAsync("dr-li");

        var shown = await ShowAsync(app, person, "keys");
        await other.WithStepUpAsync(HttpMethod.Post, Guarded, null, shown).IsRefusedAsync(HttpStatusCode.Forbidden, "access.step_up_required");
        Assert.Equal(10, (await Api.ReadAsync<RecoveryCodes>(await doctor.WithStepUpAsync(HttpMethod.Post, Guarded, null, shown))).Codes.Count);
        await IsRefusedAsync(doctor, shown);

        await IsRefusedAsync(doctor, await ShowAsync(app, person, "sign"));
        await IsRefusedAsync(doctor, Guid.NewGuid());
        var late = await ShowAsync(app, person, "keys");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await IsRefusedAsync(doctor, late);
    }

    [Fact]
    public async Task The_refusal_says_for_what_a_step_up_is_needed()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        var problem = await doctor.TryPostAsync(Guarded).IsRefusedAsync(HttpStatusCode.Forbidden, "access.step_up_required");
        Assert.Equal("keys", (string?)problem["details"]!["purpose"]);
    }

    [Fact]
    public async Task The_password_of_an_account_with_a_second_factor_shows_nothing()
    {
        await using var app = new TelehealthApp();
        var person = await app.EnrolAsync();
        await person.Browser
            .TryPostAsync("/api/session/step-up", new { purpose = "keys", proof = new { password = EnrolledPerson.Password } })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "session.wrong_code");
        Assert.False((await person.Browser.PostAsync<ProofMethods>("/api/session/step-up/options")).Password);
    }

    [Fact]
    public async Task An_own_passkey_shows_who_one_is_and_another_persons_does_not()
    {
        await using var app = new TelehealthApp();
        using var own = new SoftwareKey();
        using var foreign = new SoftwareKey();
        var doctor = await app.SignInAsync("dr-li");
        await doctor.AddPasskeyAsync(own, People.DemoProof);
        await (await app.SignInAsync("dr-wang")).AddPasskeyAsync(foreign, People.DemoProof);

        foreach (var (key, isTaken) in new[] { (own, true), (foreign, false) })
        {
            var question = (await doctor.PostAsync<ProofMethods>("/api/session/step-up/options")).Passkey!;
            var proof = new { ticket = question.Ticket, credential = key.Sign(question.Options) };
            using var answer = await doctor.TryPostAsync("/api/session/step-up", new { purpose = "sign", proof });
            Assert.Equal(isTaken, answer.IsSuccessStatusCode);
        }
    }

    private static async Task<Guid> ShowAsync(TelehealthApp app, EnrolledPerson person, string purpose)
    {
        var proof = new { code = person.CodeAt(app.Clock.GetUtcNow()) };
        var shown = await person.Browser.PostAsync<ShowIdentity.Response>("/api/session/step-up", new { purpose, proof });
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        return shown.Id;
    }

    private static Task<JsonNode> IsRefusedAsync(HttpClient browser, Guid stepUp) =>
        browser.WithStepUpAsync(HttpMethod.Post, Guarded, null, stepUp).IsRefusedAsync(HttpStatusCode.Forbidden, "access.step_up_required");
}
