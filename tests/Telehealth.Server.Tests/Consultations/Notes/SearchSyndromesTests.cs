namespace Telehealth.Consultations.Notes;

public sealed class SearchSyndromesTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    private const string Syndromes = "/api/syndromes";

    [Fact]
    public async Task A_syndrome_is_named_in_the_language_that_is_asked_for()
    {
        var doctor = await app.SignInAsync("dr-li");
        var english = await doctor.GetAsync<CodedDiagnosis[]>($"{Syndromes}?query=SE70&language=en");
        Assert.Equal("Yang pattern (TM1)", Assert.Single(english).Text);
        var chinese = await doctor.GetAsync<CodedDiagnosis[]>($"{Syndromes}?query={Uri.EscapeDataString("热证")}");
        Assert.Contains(chinese, syndrome => syndrome.Code == "SE72");
        Assert.Empty(await doctor.GetAsync<CodedDiagnosis[]>($"{Syndromes}?query="));
    }

    [Fact]
    public async Task Syndromes_are_for_staff() => await app.IsClosedAsync([], caller => caller.GetAsync(Syndromes + "?query=SE70"));
}
