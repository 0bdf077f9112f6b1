namespace Telehealth.Consultations.Triage;

public sealed class ListVitalSignRangesTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task Everybody_may_read_what_is_plausible_and_in_which_unit()
    {
        var ranges = await app.AnonymousClient().GetAsync<VitalSignRange[]>("/api/vital-sign-ranges");
        Assert.Equal(9, ranges.Length);
        Assert.All(ranges, range => Assert.True(range.Minimum < range.Maximum && range.Unit.Length > 0, range.Field));
    }
}
