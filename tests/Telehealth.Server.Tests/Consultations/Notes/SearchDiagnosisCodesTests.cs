namespace Telehealth.Consultations.Notes;

public sealed class SearchDiagnosisCodesTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    private const string Codes = "/api/diagnosis-codes";

    [Theory]
    [InlineData("J06", "J06.9")]
    [InlineData("j069", "J06.9")]
    [InlineData("高血压", "I10")]
    [InlineData("gxy", "I10")]
    [InlineData("hypertension", "I10")]
    public async Task Codes_are_found_by_code_names_and_initials(string query, string expected)
    {
        var doctor = await app.SignInAsync("dr-li");
        var found = await doctor.GetAsync<CodedDiagnosis[]>($"/api/diagnosis-codes?query={Uri.EscapeDataString(query)}");
        Assert.InRange(found.Length, 1, 20);
        Assert.Contains(found, code => code.Code == expected);
    }

    [Fact]
    public async Task What_begins_with_the_query_stands_first_and_nothing_is_answered_to_nothing()
    {
        var doctor = await app.SignInAsync("dr-li");
        var found = await doctor.GetAsync<CodedDiagnosis[]>($"{Codes}?query={Uri.EscapeDataString("高血压")}");
        Assert.StartsWith("高血压", found[0].Text, StringComparison.Ordinal);
        foreach (var nothing in new[] { "", "?query=", "?query=%20", "?query=" + new string('a', 61) })
        {
            Assert.Empty(await doctor.GetAsync<CodedDiagnosis[]>(Codes + nothing));
        }
    }

    [Fact]
    public async Task Codes_are_for_staff() => await app.IsClosedAsync([], caller => caller.GetAsync(Codes + "?query=J06"));
}
