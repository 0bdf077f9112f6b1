using Telehealth.Consultations.Queue;

namespace Telehealth.Coordination;

/// <summary>What happens to a shared queue when Redis forgets and clocks differ.</summary>
public sealed class RedisQueueTroubleTests : IClassFixture<RedisServer>, IAsyncDisposable
{
    private readonly Guid _department = Guid.CreateVersion7();
    private readonly Guid _doctor = Guid.CreateVersion7();
    private readonly Guid _otherDoctor = Guid.CreateVersion7();
    private readonly ManualClock _clock = new();
    private readonly ManualClock _otherClock = new();
    private readonly RedisConnection _connection;
    private readonly RedisConnection _otherConnection;
    private readonly QueueRebuilds _rebuilds;
    private readonly RedisQueueStore _store;
    private readonly RedisQueueStore _otherStore;
    private readonly List<QueueEntry> _rows = [];

    public RedisQueueTroubleTests(RedisServer server)
    {
        (_connection, _otherConnection) = (server.Connect(), server.Connect());
        _rebuilds = new QueueRebuilds(_clock);
        _store = new RedisQueueStore(_connection, new StoreClock(_clock), ReadAsync, QueueRuleList.Policy, _rebuilds);
        _otherStore = new RedisQueueStore(_otherConnection, new StoreClock(_otherClock), ReadAsync, QueueRuleList.Policy, new QueueRebuilds(_otherClock));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _otherConnection.DisposeAsync();
    }

    [Fact]
    public async Task Flushed_in_the_middle_of_a_claim_the_patient_is_called_again_with_a_higher_fence_and_the_old_claim_gives_nothing_back()
    {
        var entry = Wait();
        var (lost, _) = await _store.ClaimNextAsync(_department, new Claimant(_doctor), Cancellation);
        await FlushAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        _otherClock.Advance(TimeSpan.FromMilliseconds(1));

        var (again, _) = await _otherStore.ClaimNextAsync(_department, new Claimant(_otherDoctor), Cancellation);
        await _store.ReleaseAsync(_department, lost!, Cancellation);

        Assert.Equal((entry.Id, entry.Id), (lost!.EntryId, again!.EntryId));
        Assert.True(again.Fence > lost.Fence);
        Assert.Empty((await _store.ListAsync(_department, Cancellation)).Entries);
    }

    [Fact]
    public async Task Each_time_it_is_built_again_is_counted_with_the_time()
    {
        Wait();
        await _store.ListAsync(_department, Cancellation);
        var (before, _) = _rebuilds.Read();
        _clock.Advance(TimeSpan.FromMinutes(5));
        await _store.ListAsync(_department, Cancellation);
        Assert.Equal(before, _rebuilds.Read().Count);
        await FlushAsync();

        await _store.ListAsync(_department, Cancellation);

        Assert.Equal((before + 1, _clock.GetUtcNow()), _rebuilds.Read());
    }

    [Fact]
    public async Task Many_nodes_that_find_it_empty_at_once_build_it_once_and_call_nobody_twice()
    {
        for (var number = 0; number < 40; number++)
        {
            Wait();
        }

        await FlushAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            (number % 2 == 0 ? _store : _otherStore).ClaimNextAsync(_department, new Claimant(Guid.CreateVersion7()), Cancellation)));

        Assert.All(claims, claim => Assert.Null(claim.Refusal));
        Assert.Equal(40, claims.Select(claim => claim.Claim!.EntryId).Distinct().Count());
        Assert.Equal(40, claims.Select(claim => claim.Claim!.Fence).Distinct().Count());
    }

    [Fact]
    public async Task A_node_whose_clock_runs_behind_gives_higher_fences_all_the_same()
    {
        Wait();
        Wait();
        _clock.Advance(TimeSpan.FromMinutes(5));
        var (early, _) = await _store.ClaimNextAsync(_department, new Claimant(_doctor), Cancellation);
        var (late, _) = await _otherStore.ClaimNextAsync(_department, new Claimant(_otherDoctor), Cancellation);

        Assert.NotEqual(early!.EntryId, late!.EntryId);
        Assert.True(late.Fence > early.Fence);
    }

    [Fact]
    public async Task A_node_whose_clock_runs_ahead_calls_a_claimed_patient_again_and_only_its_fence_can_win()
    {
        Wait();
        var (early, _) = await _store.ClaimNextAsync(_department, new Claimant(_doctor), Cancellation);
        _otherClock.Advance(QueueRules.ClaimLifetime + TimeSpan.FromSeconds(1));

        var (again, _) = await _otherStore.ClaimNextAsync(_department, new Claimant(_otherDoctor), Cancellation);
        await _store.ReleaseAsync(_department, early!, Cancellation);

        Assert.True(again!.Fence > early!.Fence);
        Assert.Empty((await _store.ListAsync(_department, Cancellation)).Entries);
    }

    [Fact]
    public async Task Of_several_ended_claims_each_returns_when_its_own_time_has_come()
    {
        var (first, second) = (Wait(), Wait());
        await _store.ClaimAsync(_department, first.Id, _doctor, Cancellation);
        _clock.Advance(QueueRules.ClaimLifetime / 2);
        await _store.ClaimAsync(_department, second.Id, _otherDoctor, Cancellation);

        _clock.Advance(QueueRules.ClaimLifetime / 2);
        Assert.Equal([first.Id], (await _store.ListAsync(_department, Cancellation)).Entries.Select(entry => entry.Id));

        _clock.Advance(QueueRules.ClaimLifetime / 2);
        Assert.Equal(2, (await _store.ListAsync(_department, Cancellation)).Entries.Count);
    }

    private QueueEntry Wait()
    {
        var entry = new QueueEntry(Guid.CreateVersion7(), 3, _clock.GetUtcNow());
        _rows.Add(entry);
        return entry;
    }

    private async Task FlushAsync() =>
        Assert.Null((await _connection.RunAsync(database => database.ExecuteAsync("FLUSHALL"), Cancellation)).Refusal);

    private Task<IReadOnlyList<QueueEntry>> ReadAsync(Guid departmentId, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<QueueEntry>>([.. _rows]);
}
