namespace Telehealth.Consultations.Triage;

public sealed class ListRedFlagsTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    [Fact]
    public async Task Everybody_may_read_the_red_flags()
    {
        var flags = await app.AnonymousClient().GetAsync<RedFlag[]>("/api/red-flags");
        Assert.Equal(41, flags.Length);
        Assert.Equal("立即拨打120", flags.Single(flag => flag.Id == "A04").Action.Zh);
    }
}
