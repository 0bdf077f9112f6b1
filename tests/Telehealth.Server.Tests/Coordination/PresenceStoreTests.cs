namespace Telehealth.Coordination;

/// <summary>The contract of a presence store; each implementation runs all of it.</summary>
public abstract class PresenceStoreTests
{
    private readonly PresenceScope _desk = PresenceScope.Department(Guid.CreateVersion7());
    private readonly PresenceScope _otherDesk = PresenceScope.Department(Guid.CreateVersion7());
    private readonly Guid _doctor = Guid.CreateVersion7();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected ManualClock Clock { get; } = new();

    internal abstract IPresenceStore Store { get; }

    [Fact]
    public async Task The_first_heartbeat_is_a_change_and_the_next_is_none()
    {
        var first = await Store.BeatAsync(new PresenceBeat(_doctor, "tab", [_desk]), Cancellation);
        var second = await Store.BeatAsync(new PresenceBeat(_doctor, "tab", [_desk]), Cancellation);

        Assert.Equal([(_desk, PresenceState.Available)], Told(first));
        Assert.Empty(Told(second));
        Assert.True(first.HasArrived);
        Assert.False(second.HasArrived);
        Assert.Equal(PresenceState.Available, await StateAsync(_desk));
    }

    [Fact]
    public async Task A_heartbeat_that_stops_ends_the_presence_once()
    {
        await BeatAsync("tab", _desk);

        Clock.Advance(PresenceRules.HeartbeatLifetime - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await SweepAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(PresenceState.Offline, await StateAsync(_desk));
        Assert.Equal([(_desk, PresenceState.Offline)], await SweepAsync());
        Assert.Empty(await SweepAsync());
    }

    [Fact]
    public async Task One_of_two_tabs_closing_changes_nothing()
    {
        await BeatAsync("first", _desk);
        await BeatAsync("second", _desk);
        Clock.Advance(TimeSpan.FromSeconds(20));
        await BeatAsync("second", _desk);
        Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Empty(await SweepAsync());
        Assert.Equal(PresenceState.Available, await StateAsync(_desk));
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([(_desk, PresenceState.Offline)], await SweepAsync());
    }

    [Fact]
    public async Task Tabs_at_two_sites_end_each_by_itself()
    {
        await BeatAsync("county", _desk);
        await BeatAsync("tcm hospital", _otherDesk);
        Clock.Advance(TimeSpan.FromSeconds(20));
        await BeatAsync("tcm hospital", _otherDesk);
        Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([(_desk, PresenceState.Offline)], await SweepAsync());
        Assert.Equal(PresenceState.Available, await StateAsync(_otherDesk));
    }

    [Fact]
    public async Task A_tab_that_changes_its_place_leaves_the_old_one_at_once()
    {
        await BeatAsync("tab", _desk);

        Assert.Equal(
            [(_desk, PresenceState.Offline), (_otherDesk, PresenceState.Available)],
            (await BeatAsync("tab", _otherDesk)).OrderByDescending(change => change.State));
    }

    [Fact]
    public async Task What_a_member_chose_holds_for_all_tabs_and_sites()
    {
        await BeatAsync("first", _desk);

        Assert.Equal([(_desk, PresenceState.Busy)], await BeatAsync("first", _desk, PresenceState.Busy));
        Assert.Equal([(_otherDesk, PresenceState.Busy)], await BeatAsync("second", _otherDesk));
    }

    [Fact]
    public async Task The_newest_choice_holds_though_an_older_one_is_repeated()
    {
        var older = new PresenceChoice(PresenceState.Busy, Clock.GetUtcNow());
        await Store.BeatAsync(new PresenceBeat(_doctor, "desktop", [_desk], older), Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync("phone", _desk, PresenceState.Away);

        await Store.BeatAsync(new PresenceBeat(_doctor, "desktop", [_desk], older), Cancellation);

        Assert.Equal(PresenceState.Away, await StateAsync(_desk));
    }

    [Fact]
    public async Task Being_in_consultation_stands_above_the_choice_at_every_site_and_gives_it_back()
    {
        await BeatAsync("tab", _desk);
        await BeatAsync("other", _otherDesk);

        Assert.Equal(
            new HashSet<(PresenceScope, PresenceState)>
            {
                (_desk, PresenceState.InConsultation),
                (_otherDesk, PresenceState.InConsultation),
            },
            (await EngageAsync(1)).ToHashSet());
        Assert.Empty(await BeatAsync("tab", _desk, PresenceState.Away));
        Assert.All(await EngageAsync(0), change => Assert.Equal(PresenceState.Away, change.State));
    }

    [Fact]
    public async Task A_second_consultation_is_news_and_load_and_capacity_are_told()
    {
        await BeatAsync("tab", _desk);
        await EngageAsync(1, capacity: 3);
        await EngageAsync(2, capacity: 3);

        var entry = Assert.Single(await ListAsync(_desk));

        Assert.Equal((2, 3, PresenceState.InConsultation), (entry.Load, entry.Capacity, entry.State));
    }

    [Fact]
    public async Task An_older_reading_of_the_rows_does_not_replace_a_newer_one()
    {
        await BeatAsync("tab", _desk);
        var asOf = Clock.GetUtcNow();
        await Store.EngageAsync(_doctor, new PresenceLoad(0, 1, asOf), Cancellation);

        await Store.EngageAsync(_doctor, new PresenceLoad(1, 1, asOf.AddMilliseconds(-1)), Cancellation);

        Assert.Equal(PresenceState.Available, await StateAsync(_desk));
    }

    [Fact]
    public async Task A_doctor_in_consultation_who_returns_is_still_in_consultation()
    {
        await BeatAsync("tab", _desk);
        await EngageAsync(1);
        Clock.Advance(PresenceRules.HeartbeatLifetime);
        Assert.Equal([(_desk, PresenceState.Offline)], await SweepAsync());

        Assert.Equal([(_desk, PresenceState.InConsultation)], await BeatAsync("other tab", _desk));
    }

    [Fact]
    public async Task Who_left_and_returns_starts_available()
    {
        await BeatAsync("tab", _desk, PresenceState.Busy);
        Clock.Advance(PresenceRules.HeartbeatLifetime);
        await SweepAsync();

        Assert.Equal([(_desk, PresenceState.Available)], await BeatAsync("tab", _desk));
    }

    [Fact]
    public async Task Scopes_do_not_see_each_other()
    {
        await BeatAsync("tab", _desk);

        Assert.Empty(await ListAsync(PresenceScope.Consultation(_desk.Id)));
        Assert.Empty(await ListAsync(_otherDesk));
    }

    [Fact]
    public async Task A_sweep_ends_every_place_of_everybody_who_is_due()
    {
        var consultation = PresenceScope.Consultation(Guid.CreateVersion7());
        await BeatAsync("tab", _desk, null, consultation);
        var others = Enumerable.Range(0, 600).Select(_ => Guid.CreateVersion7()).ToHashSet();
        foreach (var other in others)
        {
            await Store.BeatAsync(new PresenceBeat(other, "tab", [_otherDesk]), Cancellation);
        }

        Clock.Advance(PresenceRules.HeartbeatLifetime);
        var changes = (await Store.SweepAsync(Cancellation)).Changes;

        Assert.Equal(
            [(_desk, PresenceState.Offline), (consultation, PresenceState.Offline)],
            changes.Where(change => change.MemberId == _doctor).Select(change => (change.Scope, change.State)).OrderBy(change => change.Scope.Place));
        Assert.Equal(others.Count, changes.Count(change => others.Contains(change.MemberId)));
    }

    [Fact]
    public async Task It_is_known_when_somebody_was_last_seen_until_a_day_is_over()
    {
        await BeatAsync("tab", _desk);
        var seenAt = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromMinutes(10));
        await SweepAsync();

        var absent = Assert.Single(await ListAsync(_desk, includesOffline: true));
        Assert.Equal((PresenceState.Offline, seenAt), (absent.State, absent.LastSeenAt));
        Assert.Empty(await ListAsync(_desk));
        Clock.Advance(PresenceRules.RememberedFor);
        Assert.Empty(await SweepAsync());
        Assert.Empty(await ListAsync(_desk, includesOffline: true));
    }

    [Fact]
    public async Task The_nearest_place_comes_first_and_in_it_who_can_be_asked()
    {
        var (free, talking, busy, far) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await ArriveAsync(far, _otherDesk);
        await ArriveAsync(busy, _desk, PresenceState.Busy);
        await ArriveAsync(talking, _desk);
        await Store.EngageAsync(talking, new PresenceLoad(1, 1, Clock.GetUtcNow()), Cancellation);
        await ArriveAsync(free, _desk);

        Assert.Equal([free, talking, busy, far], await FoundAsync(10));
        Assert.Equal([free, far], await FoundAsync(2));
        Assert.Equal([free, talking, far], await FoundAsync(3));
    }

    [Fact]
    public async Task Of_two_changes_the_newer_has_the_higher_version()
    {
        await BeatAsync("tab", _desk);
        var busy = await Store.BeatAsync(new PresenceBeat(_doctor, "tab", [_desk], Choice(PresenceState.Busy)), Cancellation);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var away = await Store.BeatAsync(new PresenceBeat(_doctor, "tab", [_desk], Choice(PresenceState.Away)), Cancellation);

        Assert.True(Assert.Single(away.Changes).Version > Assert.Single(busy.Changes).Version);
    }

    private PresenceChoice Choice(PresenceState state) => new(state, Clock.GetUtcNow());

    private async Task ArriveAsync(Guid member, PresenceScope scope, PresenceState? chosen = null) =>
        await Store.BeatAsync(
            new PresenceBeat(member, "tab", [scope], chosen is { } state ? Choice(state) : null), Cancellation);

    private async Task<IEnumerable<Guid>> FoundAsync(int limit)
    {
        var (entries, _) = await Store.FindAsync(new PresenceQuery([_desk, _otherDesk], limit), Cancellation);
        return entries.Select(entry => entry.MemberId);
    }

    private async Task<IReadOnlyList<(PresenceScope Scope, PresenceState State)>> BeatAsync(
        string tab, PresenceScope scope, PresenceState? chosen = null, params PresenceScope[] more) =>
        Told(await Store.BeatAsync(
            new PresenceBeat(_doctor, tab, [scope, .. more], chosen is { } state ? Choice(state) : null), Cancellation));

    private async Task<IReadOnlyList<(PresenceScope Scope, PresenceState State)>> EngageAsync(int running, int capacity = 1) =>
        Told(await Store.EngageAsync(_doctor, new PresenceLoad(running, capacity, Clock.GetUtcNow()), Cancellation));

    private async Task<IReadOnlyList<(PresenceScope Scope, PresenceState State)>> SweepAsync() =>
        Told(await Store.SweepAsync(Cancellation));

    private async Task<PresenceState> StateAsync(PresenceScope scope) =>
        (await ListAsync(scope)).SingleOrDefault(entry => entry.MemberId == _doctor)?.State ?? PresenceState.Offline;

    private async Task<IReadOnlyList<PresenceEntry>> ListAsync(PresenceScope scope, bool includesOffline = false)
    {
        var (entries, refusal) = await Store.FindAsync(new PresenceQuery([scope], 100, includesOffline), Cancellation);
        Assert.Null(refusal);
        return entries;
    }

    /// <summary>Leaves out what other tests left behind on the same server.</summary>
    private IReadOnlyList<(PresenceScope Scope, PresenceState State)> Told(PresenceAnswer answer)
    {
        Assert.Null(answer.Refusal);
        return [.. answer.Changes.Where(change => change.MemberId == _doctor).Select(change => (change.Scope, change.State))];
    }
}

public sealed class MemoryPresenceStoreTests : PresenceStoreTests
{
    public MemoryPresenceStoreTests() => Store = new MemoryPresenceStore(Clock);

    internal override IPresenceStore Store { get; }
}
