using System.Globalization;

namespace Telehealth.Coordination;

/// <summary>What only several nodes and a Redis of their own can get wrong.</summary>
public sealed class RedisPresenceStoreTests : PresenceStoreTests, IClassFixture<RedisServer>, IAsyncDisposable
{
    private const int BytesPerPractitioner = 400;
    private const int Practitioners = 3000;
    private const int AtADepartment = 10;

    private readonly RedisConnection _connection;

    public RedisPresenceStoreTests(RedisServer server)
    {
        _connection = server.Connect();
        Store = new RedisPresenceStore(_connection, new StoreClock(Clock));
    }

    internal override IPresenceStore Store { get; }

    [Fact]
    public async Task Two_nodes_that_sweep_at_once_tell_a_change_once()
    {
        var scope = PresenceScope.Department(Guid.CreateVersion7());
        await Store.BeatAsync(new PresenceBeat(Guid.CreateVersion7(), "tab", [scope]), Cancellation);
        Clock.Advance(PresenceRules.HeartbeatLifetime);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.SweepAsync(Cancellation)));

        Assert.Single(answers.SelectMany(answer => answer.Changes), change => change.Scope == scope);
    }

    [Fact]
    public async Task An_emptied_Redis_is_whole_again_after_everybodys_next_heartbeat()
    {
        var scope = PresenceScope.Department(Guid.CreateVersion7());
        var beat = new PresenceBeat(
            Guid.CreateVersion7(), "tab", [scope], new PresenceChoice(PresenceState.Busy, Clock.GetUtcNow()));
        await Store.BeatAsync(beat, Cancellation);
        await EmptyAsync();

        var again = await Store.BeatAsync(beat, Cancellation);

        Assert.True(again.HasArrived);
        Assert.Equal(PresenceState.Busy, Assert.Single(again.Changes).State);
        Assert.Equal(PresenceState.Busy, Assert.Single((await Store.ListAsync(scope, Cancellation)).Entries).State);
        Clock.Advance(PresenceRules.HeartbeatLifetime);
        Assert.Equal(PresenceState.Offline, Assert.Single((await Store.SweepAsync(Cancellation)).Changes).State);
    }

    [Fact]
    public async Task Nothing_is_left_of_those_who_are_gone_for_a_day()
    {
        await EmptyAsync();
        for (var i = 0; i < 50; i++)
        {
            var doctor = Guid.CreateVersion7();
            for (var tab = 0; tab < 40; tab++)
            {
                await Store.BeatAsync(
                    new PresenceBeat(doctor, $"tab {tab}", [PresenceScope.Department(Guid.CreateVersion7())]), Cancellation);
            }
        }

        Clock.Advance(PresenceRules.HeartbeatLifetime);
        await Store.SweepAsync(Cancellation);
        Clock.Advance(PresenceRules.RememberedFor);
        await Store.SweepAsync(Cancellation);

        var (keys, _) = await _connection.RunAsync(database => database.ExecuteAsync("DBSIZE"), Cancellation);
        Assert.Equal(0, (int)keys!);
    }

    [Fact]
    public async Task A_practitioner_takes_at_most_four_hundred_bytes_of_Redis()
    {
        await EmptyAsync();
        var before = await UsedBytesAsync();
        for (var i = 0; i < Practitioners / AtADepartment; i++)
        {
            var desk = PresenceScope.Department(Guid.CreateVersion7());
            await Task.WhenAll(Enumerable.Range(0, AtADepartment).Select(_ => Store.BeatAsync(
                new PresenceBeat(
                    Guid.CreateVersion7(),
                    Convert.ToBase64String(Guid.NewGuid().ToByteArray())[..22],
                    [desk],
                    new PresenceChoice(PresenceState.Busy, Clock.GetUtcNow())),
                Cancellation)));
        }

        Assert.InRange((await UsedBytesAsync() - before) / Practitioners, 100, BytesPerPractitioner);
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private async Task EmptyAsync() => await _connection.RunAsync(database => database.ExecuteAsync("FLUSHALL"), Cancellation);

    private async Task<long> UsedBytesAsync()
    {
        var (info, _) = await _connection.RunAsync(database => database.ExecuteAsync("INFO", "memory"), Cancellation);
        var line = info!.ToString()!.Split("\r\n").Single(text => text.StartsWith("used_memory_dataset:", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
