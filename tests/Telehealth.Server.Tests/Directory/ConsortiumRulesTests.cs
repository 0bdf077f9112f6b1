using Microsoft.Extensions.DependencyInjection;
using Telehealth.Storage;

namespace Telehealth.Directory;

public sealed class ConsortiumRulesTests : IAsyncDisposable
{
    private readonly TelehealthApp _app = new();
    private readonly AsyncServiceScope _scope;
    private readonly Dictionary<InstitutionTier, Guid> _sites = [];

    public ConsortiumRulesTests() => _scope = _app.Services.CreateAsyncScope();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TelehealthDb Db => _scope.ServiceProvider.GetRequiredService<TelehealthDb>();

    private ConsortiumRules Rules => _scope.ServiceProvider.GetRequiredService<ConsortiumRules>();

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The village is led by the township and that by the county; the tertiary hospital stands beside them.</summary>
    [Theory]
    [InlineData(ConsortiumKind.CountyCommunity, ConsortiumAct.Consult, InstitutionTier.Village, InstitutionTier.County, true)]
    [InlineData(ConsortiumKind.CountyCommunity, ConsortiumAct.Refer, InstitutionTier.County, InstitutionTier.Village, true)]
    [InlineData(ConsortiumKind.CountyCommunity, ConsortiumAct.Share, InstitutionTier.Township, InstitutionTier.County, true)]
    [InlineData(ConsortiumKind.UrbanGroup, ConsortiumAct.Consult, InstitutionTier.Village, InstitutionTier.County, true)]
    [InlineData(ConsortiumKind.UrbanGroup, ConsortiumAct.Consult, InstitutionTier.Tertiary, InstitutionTier.Village, false)]
    [InlineData(ConsortiumKind.UrbanGroup, ConsortiumAct.Refer, InstitutionTier.County, InstitutionTier.Village, true)]
    [InlineData(ConsortiumKind.UrbanGroup, ConsortiumAct.Refer, InstitutionTier.Tertiary, InstitutionTier.Village, false)]
    [InlineData(ConsortiumKind.UrbanGroup, ConsortiumAct.Share, InstitutionTier.Village, InstitutionTier.County, true)]
    [InlineData(ConsortiumKind.UrbanGroup, ConsortiumAct.Share, InstitutionTier.Village, InstitutionTier.Tertiary, false)]
    [InlineData(ConsortiumKind.SpecialtyAlliance, ConsortiumAct.Consult, InstitutionTier.County, InstitutionTier.Tertiary, true)]
    [InlineData(ConsortiumKind.SpecialtyAlliance, ConsortiumAct.Share, InstitutionTier.County, InstitutionTier.Tertiary, true)]
    [InlineData(ConsortiumKind.TelemedicineNetwork, ConsortiumAct.Consult, InstitutionTier.County, InstitutionTier.Tertiary, false)]
    [InlineData(ConsortiumKind.TelemedicineNetwork, ConsortiumAct.Share, InstitutionTier.County, InstitutionTier.Tertiary, false)]
    public async Task Each_model_says_who_may_do_what(
        ConsortiumKind kind, ConsortiumAct act, InstitutionTier from, InstitutionTier to, bool isAllowed)
    {
        await FoundAsync(kind);

        Assert.Equal(isAllowed, await Rules.AllowsAsync(act, _sites[from], _sites[to], "neurology", Cancellation));
    }

    [Fact]
    public async Task An_alliance_is_about_its_specialty_alone()
    {
        await FoundAsync(ConsortiumKind.SpecialtyAlliance);
        var (county, tertiary) = (_sites[InstitutionTier.County], _sites[InstitutionTier.Tertiary]);

        Assert.False(await Rules.AllowsAsync(ConsortiumAct.Consult, county, tertiary, "oncology", Cancellation));
        Assert.False(await Rules.AllowsAsync(ConsortiumAct.Consult, county, tertiary, null, Cancellation));
        var askable = (await Rules.AskableAsync(county, Cancellation)).Select(department => department.Specialty).ToArray();
        Assert.Equal(["neurology"], askable);
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(0, false, false)]
    [InlineData(31, true, false)]
    public async Task A_network_asks_for_an_agreement_that_both_signed_and_that_still_runs(int daysLater, bool isConfirmed, bool isAllowed)
    {
        await FoundAsync(ConsortiumKind.TelemedicineNetwork);
        var (county, tertiary) = (_sites[InstitutionTier.County], _sites[InstitutionTier.Tertiary]);
        var now = _app.Clock.GetUtcNow();
        Db.Add(new Agreement
        {
            Id = Guid.CreateVersion7(),
            FromInstitutionId = county,
            ToInstitutionId = tertiary,
            Acts = [ConsortiumAct.Consult],
            Document = "2026-1",
            ValidFrom = now,
            ValidUntil = now.AddDays(30),
            ConfirmedAt = isConfirmed ? now : null,
        });
        await Db.SaveChangesAsync(Cancellation);
        _app.Clock.Advance(TimeSpan.FromDays(daysLater));

        Assert.Equal(isAllowed, await Rules.AllowsAsync(ConsortiumAct.Consult, county, tertiary, "neurology", Cancellation));
        Assert.False(await Rules.AllowsAsync(ConsortiumAct.Refer, county, tertiary, "neurology", Cancellation));
        Assert.False(await Rules.AllowsAsync(ConsortiumAct.Consult, tertiary, county, "neurology", Cancellation));
    }

    [Fact]
    public async Task A_consortium_may_replace_what_its_model_says_of_an_act()
    {
        var consortium = await FoundAsync(ConsortiumKind.CountyCommunity);
        Db.Add(new ConsortiumRule
        {
            Id = Guid.CreateVersion7(),
            ConsortiumId = consortium,
            Act = ConsortiumAct.Refer,
            FromTier = InstitutionTier.Village,
            ToTier = InstitutionTier.Township,
            ValidFrom = _app.Clock.GetUtcNow(),
        });
        await Db.SaveChangesAsync(Cancellation);
        var village = _sites[InstitutionTier.Village];

        Assert.True(await Rules.AllowsAsync(ConsortiumAct.Refer, village, _sites[InstitutionTier.Township], null, Cancellation));
        Assert.False(await Rules.AllowsAsync(ConsortiumAct.Refer, village, _sites[InstitutionTier.County], null, Cancellation));
        Assert.True(await Rules.AllowsAsync(ConsortiumAct.Consult, village, _sites[InstitutionTier.County], null, Cancellation));
    }

    [Fact]
    public async Task Who_was_only_invited_or_has_left_is_no_member()
    {
        var consortium = await FoundAsync(ConsortiumKind.CountyCommunity);
        var (village, county) = (_sites[InstitutionTier.Village], _sites[InstitutionTier.County]);
        var member = (await Db.Set<ConsortiumMember>().FindAsync([consortium, county], Cancellation))!;
        var now = _app.Clock.GetUtcNow();
        foreach (var (joined, left) in new (DateTimeOffset?, DateTimeOffset?)[] { (null, null), (now, now) })
        {
            (member.JoinedAt, member.LeftAt) = (joined, left);
            await Db.SaveChangesAsync(Cancellation);
            Assert.False(await Rules.AllowsAsync(ConsortiumAct.Consult, village, county, null, Cancellation));
            Assert.False(await Rules.AllowsAsync(ConsortiumAct.Consult, county, village, null, Cancellation));
        }
    }

    [Fact]
    public async Task The_demo_county_asks_the_provincial_hospital_its_villages_do_not_and_nobody_asks_elsewhere()
    {
        Assert.Contains("Neurology", await AskedByAsync("coordinator-deng"));
        Assert.DoesNotContain("Neurology", await AskedByAsync("clinic-he"));
        Assert.DoesNotContain("Neurology", await AskedByAsync("coordinator-feng"));
        Assert.Equal(["Cardiology"], await AskedByAsync("dr-jiang"));
    }

    [Fact]
    public void Every_model_says_something_of_every_act() => Assert.All(
        Enum.GetValues<ConsortiumKind>(),
        kind => Assert.Equal(
            Enum.GetValues<ConsortiumAct>(), ConsortiumModels.Of(kind).Select(rule => rule.Act).Distinct().Order()));

    private async Task<string[]> AskedByAsync(string userName) =>
        [.. (await (await _app.SignInAsync(userName)).GetAsync<DepartmentView[]>("/api/departments")).Select(one => one.Name.En)];

    private async Task<Guid> FoundAsync(ConsortiumKind kind)
    {
        var consortium = new Consortium
        {
            Id = Guid.CreateVersion7(),
            Name = new LocalizedName("医联体", "Consortium"),
            Kind = kind,
            Specialty = kind == ConsortiumKind.SpecialtyAlliance ? "neurology" : null,
        };
        Db.Add(consortium);
        foreach (var tier in Enum.GetValues<InstitutionTier>())
        {
            var site = new Institution
            {
                Id = Guid.CreateVersion7(),
                Name = new LocalizedName($"机构{tier}", $"{tier}"),
                Tier = tier,
                Kind = InstitutionKind.Hospital,
            };
            _sites[tier] = site.Id;
            Db.Add(site);
            Db.Add(new ConsortiumMember
            {
                ConsortiumId = consortium.Id,
                InstitutionId = site.Id,
                JoinedAt = _app.Clock.GetUtcNow(),
            });
        }

        foreach (var specialty in (string[])["neurology", "oncology"])
        {
            Db.Add(new Department
            {
                Id = Guid.CreateVersion7(),
                InstitutionId = _sites[InstitutionTier.Tertiary],
                Specialty = specialty,
                Name = new LocalizedName(specialty, specialty),
            });
        }

        await Db.SaveChangesAsync(Cancellation);
        (await Db.Set<ConsortiumMember>().FindAsync([consortium.Id, _sites[InstitutionTier.Village]], Cancellation))!.LedById =
            _sites[InstitutionTier.Township];
        (await Db.Set<ConsortiumMember>().FindAsync([consortium.Id, _sites[InstitutionTier.Township]], Cancellation))!.LedById =
            _sites[InstitutionTier.County];
        await Db.SaveChangesAsync(Cancellation);
        return consortium.Id;
    }
}
