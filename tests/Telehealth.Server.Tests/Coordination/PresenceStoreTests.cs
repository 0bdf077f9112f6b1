namespace Telehealth.Coordination;

/// <summary>The contract of a presence store; each implementation runs all of it.</summary>
public abstract class PresenceStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly PresenceScope _scope = PresenceScope.Department(Guid.CreateVersion7());
    private readonly Guid _doctor = Guid.CreateVersion7();

    protected ManualClock Clock { get; } = new();

    internal abstract IPresenceStore Store { get; }

    [Fact]
    public async Task The_first_heartbeat_is_a_change_and_the_next_is_none()
    {
        Assert.Equal([Changed(PresenceState.Available)], await BeatAsync("tab"));
        Assert.Empty(await BeatAsync("tab"));
        Assert.Equal([new PresenceEntry(_doctor, PresenceState.Available)], await ListAsync());
    }

    [Fact]
    public async Task A_heartbeat_that_stops_ends_the_presence_once()
    {
        await BeatAsync("tab");

        Clock.Advance(PresenceRules.HeartbeatLifetime - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await SweepAsync());
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Empty(await ListAsync());
        Assert.Equal([Changed(PresenceState.Offline)], await SweepAsync());
        Assert.Empty(await SweepAsync());
    }

    [Fact]
    public async Task One_of_two_tabs_closing_changes_nothing()
    {
        await BeatAsync("first");
        await BeatAsync("second");
        Clock.Advance(TimeSpan.FromSeconds(20));
        await BeatAsync("second");
        Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Empty(await SweepAsync());
        Assert.Equal(PresenceState.Available, Assert.Single(await ListAsync()).State);
    }

    [Fact]
    public async Task What_a_member_chose_holds_for_all_tabs()
    {
        await BeatAsync("first");

        Assert.Equal([Changed(PresenceState.Busy)], await ChooseAsync(PresenceState.Busy));
        Assert.Empty(await BeatAsync("second"));
        Assert.Equal(PresenceState.Busy, Assert.Single(await ListAsync()).State);
    }

    [Fact]
    public async Task Being_in_consultation_stands_above_the_choice_and_gives_it_back()
    {
        await BeatAsync("tab");

        Assert.Equal([Changed(PresenceState.InConsultation)], await EngageAsync(true));
        Assert.Empty(await ChooseAsync(PresenceState.Away));
        Assert.Equal([Changed(PresenceState.Away)], await EngageAsync(false));
    }

    [Fact]
    public async Task A_doctor_in_consultation_who_returns_is_still_in_consultation()
    {
        await BeatAsync("tab");
        await EngageAsync(true);
        Clock.Advance(PresenceRules.HeartbeatLifetime);
        Assert.Equal([Changed(PresenceState.Offline)], await SweepAsync());

        Assert.Equal([Changed(PresenceState.InConsultation)], await BeatAsync("other tab"));
    }

    [Fact]
    public async Task Who_left_and_returns_starts_available()
    {
        await BeatAsync("tab");
        await ChooseAsync(PresenceState.Busy);
        Clock.Advance(PresenceRules.HeartbeatLifetime);
        await SweepAsync();

        Assert.Equal([Changed(PresenceState.Available)], await BeatAsync("tab"));
    }

    [Fact]
    public async Task Scopes_do_not_see_each_other()
    {
        await BeatAsync("tab");

        Assert.Empty((await Store.ListAsync(PresenceScope.Consultation(_scope.Id), Cancellation)).Entries);
        Assert.Empty((await Store.ListAsync(PresenceScope.Department(Guid.CreateVersion7()), Cancellation)).Entries);
    }

    [Fact]
    public async Task A_sweep_ends_every_scope_that_is_due()
    {
        await BeatAsync("tab");
        var consultation = PresenceScope.Consultation(Guid.CreateVersion7());
        await Store.BeatAsync(consultation, _doctor, "tab", Cancellation);
        Clock.Advance(PresenceRules.HeartbeatLifetime);

        var changes = await SweepAsync();

        Assert.Contains(Changed(PresenceState.Offline), changes);
        Assert.Contains(new PresenceChange(consultation, _doctor, PresenceState.Offline), changes);
    }

    private PresenceChange Changed(PresenceState state) => new(_scope, _doctor, state);

    private async Task<IReadOnlyList<PresenceChange>> BeatAsync(string tab) =>
        Accepted(await Store.BeatAsync(_scope, _doctor, tab, Cancellation));

    private async Task<IReadOnlyList<PresenceChange>> ChooseAsync(PresenceState state) =>
        Accepted(await Store.ChooseAsync(_scope, _doctor, state, Cancellation));

    private async Task<IReadOnlyList<PresenceChange>> EngageAsync(bool isEngaged) =>
        Accepted(await Store.EngageAsync(_scope, _doctor, isEngaged, Cancellation));

    /// <summary>Leaves out what other tests left behind on the same server.</summary>
    private async Task<IReadOnlyList<PresenceChange>> SweepAsync() =>
        [.. Accepted(await Store.SweepAsync(Cancellation)).Where(change => change.MemberId == _doctor)];

    private async Task<IReadOnlyList<PresenceEntry>> ListAsync()
    {
        var (entries, refusal) = await Store.ListAsync(_scope, Cancellation);
        Assert.Null(refusal);
        return entries;
    }

    private static IReadOnlyList<PresenceChange> Accepted((IReadOnlyList<PresenceChange> Changes, Refusal? Refusal) answer)
    {
        Assert.Null(answer.Refusal);
        return answer.Changes;
    }
}

public sealed class MemoryPresenceStoreTests : PresenceStoreTests
{
    public MemoryPresenceStoreTests() => Store = new MemoryPresenceStore(Clock);

    internal override IPresenceStore Store { get; }
}

public sealed class RedisPresenceStoreTests : PresenceStoreTests, IClassFixture<RedisServer>, IAsyncDisposable
{
    private readonly RedisConnection _connection;

    public RedisPresenceStoreTests(RedisServer server)
    {
        _connection = server.Connect();
        Store = new RedisPresenceStore(_connection, Clock);
    }

    internal override IPresenceStore Store { get; }

    [Fact]
    public async Task Two_nodes_that_sweep_at_once_tell_a_change_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var scope = PresenceScope.Department(Guid.CreateVersion7());
        var doctor = Guid.CreateVersion7();
        await Store.BeatAsync(scope, doctor, "tab", cancellation);
        Clock.Advance(PresenceRules.HeartbeatLifetime);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.SweepAsync(cancellation)));

        Assert.Single(answers.SelectMany(answer => answer.Changes), change => change.Scope == scope);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();
}
