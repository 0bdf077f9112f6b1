namespace Telehealth.Consultations.Intake;

public sealed class GetConsentTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task Everybody_may_read_the_consent_in_both_languages_before_signing_anything()
    {
        var consent = await app.AnonymousClient().GetAsync<Consent>("/api/consents/current");
        Assert.Equal(consent.Zh.Sections.Count, consent.En.Sections.Count);
        Assert.Contains(consent.Zh.Sections, section => section.Text.Contains("120", StringComparison.Ordinal));
        Assert.Equal(Consent.Current().Version, consent.Version);
    }
}
