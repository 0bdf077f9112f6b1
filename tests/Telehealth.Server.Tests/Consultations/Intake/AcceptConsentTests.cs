using System.Net;

namespace Telehealth.Consultations.Intake;

public sealed class AcceptConsentTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const string Mine = "/api/my/consultation/consent";

    [Fact]
    public async Task Consent_is_kept_with_its_version_and_the_time_it_was_first_given()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        var now = app.Clock.GetUtcNow();
        var given = (await patient.ConsentAsync()).Consent!;
        Assert.Equal((Consent.Current().Version, now), (given.Version, given.AcceptedAt));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(given, (await patient.ConsentAsync()).Consent);
        Assert.Equal(given, (await patient.GetAsync<MyConsultation>("/api/my/consultation")).Consent);
    }

    [Fact]
    public async Task An_outdated_wording_is_not_consent()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        await patient.TryPostAsync(Mine, new { version = "2020-01", language = "zh" })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consent.outdated");
        Assert.Null((await patient.GetAsync<MyConsultation>("/api/my/consultation")).Consent);
    }

    [Fact]
    public async Task A_wording_in_a_language_that_does_not_exist_is_not_consent_either()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"));
        await patient.TryPostAsync(Mine, new { version = Consent.Current().Version, language = "tlh" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        await patient.TryPostAsync(Mine, new { version = "", language = "zh" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task Nobody_consents_for_the_patient()
    {
        foreach (var outsider in new[] { app.AnonymousClient(), await app.SignInAsync("clinic-ma") })
        {
            await outsider.TryPostAsync(Mine, new { version = Consent.Current().Version, language = "zh" })
                .IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
        }
    }
}
