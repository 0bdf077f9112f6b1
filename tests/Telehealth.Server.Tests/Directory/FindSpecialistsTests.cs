using System.Net;
using Telehealth.Coordination;
using Telehealth.Realtime;

namespace Telehealth.Directory;

public sealed class FindSpecialistsTests
{
    [Fact]
    public async Task The_nearest_tier_comes_first_and_in_each_place_who_is_available()
    {
        await using var app = new TelehealthApp();
        var clinic = await app.SignInAsync("clinic-he");
        await using var county = await TabOfAsync(app, "dr-sun");
        await using var township = await TabOfAsync(app, "dr-ding");
        await township.CallAsync("SetPresence", "busy");

        var search = await AsksAsync(clinic, "tcm");

        Assert.True(search.IsPresenceKnown);
        Assert.Equal(
            [(InstitutionTier.Township, "中医馆"), (InstitutionTier.County, "中医科"), (InstitutionTier.County, "中医内科")],
            search.Sites.Select(site => (site.Tier, site.Department.Zh)));
        Assert.Equal(PresenceState.Busy, search.Sites[0].Specialists.Single().Presence!.State);
        Assert.Equal(["Sun Peilan", "Xu Huairen"], search.Sites[2].Specialists.Select(one => one.Name.En));
        Assert.Equal(PresenceState.Available, search.Sites[2].Specialists[0].Presence!.State);
        Assert.Null(search.Sites[2].Specialists[1].Presence);
    }

    [Fact]
    public async Task Whoever_works_at_two_sites_is_present_where_they_sit()
    {
        await using var app = new TelehealthApp();
        await using var tab = await TabOfAsync(app, "dr-xu");

        var search = await AsksAsync(await app.SignInAsync("clinic-ma"), "tcm");

        var xu = search.Sites.SelectMany(site => site.Specialists.Select(one => (site.Institution.En, one)))
            .Where(pair => pair.one.Name.En == "Xu Huairen").ToDictionary(pair => pair.En, pair => pair.one.Presence);
        Assert.Equal(PresenceState.Available, xu["Qingxi County TCM Hospital"]!.State);
        Assert.Null(xu["Qingxi County People's Hospital"]);
    }

    [Fact]
    public async Task Capacity_and_languages_are_those_of_the_row()
    {
        await using var app = new TelehealthApp();
        await using var tab = await TabOfAsync(app, "dr-wang");
        var clinic = await app.SignInAsync("clinic-ma");

        await Wait.UntilAsync(async () =>
            (await AsksAsync(clinic, "cardiology")).Sites[0].Specialists[0] is { Presence.Capacity: 2, Languages: ["zh", "en"] }
                ? null
                : "the capacity of Wang Yaqin to be read");
    }

    [Fact]
    public async Task Ones_own_institution_is_nearest_and_oneself_is_not_listed()
    {
        await using var app = new TelehealthApp();
        var search = await AsksAsync(await app.SignInAsync("dr-ding"), "tcm");

        Assert.True(search.Sites[0].IsOwn);
        Assert.Empty(search.Sites[0].Specialists);
        Assert.False(search.Sites[1].IsOwn);
    }

    [Fact]
    public async Task With_the_store_away_the_directory_is_shown_and_nobodys_state_is_claimed()
    {
        await using var app = new TelehealthApp { Settings = { ["Coordination:Redis"] = "127.0.0.1:1", ["Rooms:NodeUrl"] = "http://localhost" } };

        var search = await AsksAsync(await app.SignInAsync("clinic-he"), "cardiology");

        Assert.False(search.IsPresenceKnown);
        Assert.All(search.Sites.SelectMany(site => site.Specialists), one => Assert.Null(one.Presence));
        Assert.Equal(2, search.Sites.Sum(site => site.Specialists.Count));
    }

    [Fact]
    public async Task A_page_hears_of_those_whom_it_shows_and_of_nobody_else()
    {
        await using var app = new TelehealthApp();
        var clinic = await app.SignInAsync("clinic-he");
        var shown = (await AsksAsync(clinic, "tcm")).Sites;
        await using var page = await ClinicTab.OpenAsync(app.HubOf(clinic, "/hubs/clinic"));
        await page.CallAsync("WatchPresence", (object)shown.Select(site => site.DepartmentId).ToArray());

        await using var cardiologist = await TabOfAsync(app, "dr-li");
        await using var township = await TabOfAsync(app, "dr-ding");
        await cardiologist.CallAsync("SetPresence", "away");
        await township.CallAsync("SetPresence", "busy");

        var ding = shown[0].Specialists.Single().PractitionerId;
        await page.HearsAsync($"PresencesChanged {shown[0].DepartmentId} {ding} busy 0/1");
        Assert.All(page.Told, line => Assert.Contains(shown[0].DepartmentId.ToString(), line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_those_who_care_for_patients_search_and_follow_and_only_what_a_search_can_show()
    {
        await using var app = new TelehealthApp();
        var clinic = await app.SignInAsync("clinic-he");
        var shown = (await AsksAsync(clinic, "cardiology")).Sites.Select(site => site.DepartmentId).ToArray();
        await using var tab = await ClinicTab.OpenAsync(app.HubOf(clinic, "/hubs/clinic"));
        var pharmacist = await app.SignInAsync("pharmacist-luo");
        await using var other = await ClinicTab.OpenAsync(app.HubOf(pharmacist, "/hubs/clinic"));

        await tab.CallAsync("WatchPresence", (object)shown);
        await tab.RefusedAsync("watch.not_allowed", "WatchPresence", (object)shown.Append(Guid.CreateVersion7()).ToArray());
        await tab.RefusedAsync(
            "watch.too_many", "WatchPresence", (object)Enumerable.Range(0, 101).Select(_ => Guid.CreateVersion7()).ToArray());
        await other.RefusedAsync("watch.not_allowed", "WatchPresence", (object)shown);
        using var refused = await pharmacist.GetAsync("/api/specialists?specialty=cardiology", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<ClinicTab> TabOfAsync(TelehealthApp app, string userName)
    {
        var tab = await ClinicTab.OpenAsync(app.HubOf(await app.SignInAsync(userName), "/hubs/clinic"));

        // The answer says that the first heartbeat, that of connecting, is done.
        await tab.CallAsync("Heartbeat");
        return tab;
    }

    private static Task<SpecialistSearch> AsksAsync(HttpClient client, string specialty) =>
        client.GetAsync<SpecialistSearch>($"/api/specialists?specialty={specialty}");
}
