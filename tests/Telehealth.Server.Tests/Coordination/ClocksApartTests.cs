using Microsoft.Extensions.DependencyInjection;
using Telehealth.Consultations;
using Telehealth.Directory;
using Telehealth.Realtime;

namespace Telehealth.Coordination;

/// <summary>Two nodes, one of whose clocks runs forty seconds ahead: longer than a heartbeat or a claim is good for.</summary>
public sealed class ClocksApartTests : IAsyncLifetime
{
    private static readonly TimeSpan _apart = TimeSpan.FromSeconds(40);

    private readonly RedisServer _redis = new();
    private readonly TestDatabase _database = new();
    private readonly ManualClock _clock = new();
    private TelehealthApp? _behind;
    private TelehealthApp? _ahead;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _redis.InitializeAsync();
        _behind = Node("/nodes/1", new ManualClock(_clock.GetUtcNow()));
        _ahead = Node("/nodes/2", new ManualClock(_clock.GetUtcNow() + _apart));
    }

    [Fact]
    public async Task Nobody_who_beats_at_the_one_is_ended_by_the_other()
    {
        var (tab, doctor, desk) = await OpenDeskAsync(_behind!);
        await using (tab)
        {
            var presence = _ahead!.Services.GetRequiredService<IPresenceStore>();
            for (var round = 0; round < 3; round++)
            {
                await tab.CallAsync("Heartbeat");
                Assert.DoesNotContain((await presence.SweepAsync(Cancellation)).Changes, change => change.MemberId == doctor);
                Assert.Equal(PresenceState.Available, await StateAsync(presence, doctor, desk));
                _clock.Advance(TimeSpan.FromSeconds(10));
            }
        }
    }

    [Fact]
    public async Task The_newest_choice_holds_though_the_older_one_was_made_at_the_node_that_is_ahead()
    {
        var (here, doctor, desk) = await OpenDeskAsync(_behind!);
        var (there, _, _) = await OpenDeskAsync(_ahead!);
        await using (here)
        await using (there)
        {
            await there.CallAsync("SetPresence", "busy");
            _clock.Advance(TimeSpan.FromSeconds(1));
            await here.CallAsync("SetPresence", "available");
            await there.CallAsync("Heartbeat");

            Assert.Equal(
                PresenceState.Available, await StateAsync(_behind!.Services.GetRequiredService<IPresenceStore>(), doctor, desk));
        }
    }

    [Fact]
    public async Task A_claim_of_the_one_is_returned_by_neither_before_its_time()
    {
        var clinic = await _behind!.SignInAsync("clinic-ma");
        var department = await (await _ahead!.SignInAsync("dr-li")).DepartmentAsync();
        var patient = (await clinic.QueueCaseAsync(await _behind.StrangerAsync(clinic))).Id;
        var (here, there) = (Queue(_behind), Queue(_ahead));
        var (claim, _) = await here.ClaimNextAsync(department, new Claimant(Guid.CreateVersion7()), Cancellation);

        foreach (var (wait, isBack) in new[] { (QueueRules.ClaimLifetime - TimeSpan.FromSeconds(1), false), (TimeSpan.FromSeconds(1), true) })
        {
            _clock.Advance(wait);
            Assert.Equal(isBack, (await there.ListAsync(department, Cancellation)).Entries.Any(entry => entry.Id == patient));
            Assert.Equal(isBack, (await here.ListAsync(department, Cancellation)).Entries.Any(entry => entry.Id == patient));
        }

        Assert.Equal(patient, claim!.EntryId);
    }

    [Fact]
    public async Task Without_a_clock_of_the_test_everything_ends_by_that_of_Redis()
    {
        await using var connection = _redis.Connect();
        var presence = new RedisPresenceStore(connection, new StoreClock());
        var queue = new RedisQueueStore(
            connection,
            new StoreClock(),
            (_, _) => Task.FromResult<IReadOnlyList<QueueEntry>>([]),
            Consultations.Queue.QueueRuleList.Policy,
            new QueueRebuilds(_clock));
        var (department, doctor) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (before, _) = await presence.NowAsync(Cancellation);

        await presence.BeatAsync(new PresenceBeat(doctor, "tab", [PresenceScope.Department(department)]), Cancellation);
        await queue.EnqueueAsync(department, new QueueEntry(Guid.CreateVersion7(), 3, before), Cancellation);
        var (claim, _) = await queue.ClaimNextAsync(department, new Claimant(doctor), Cancellation);

        var (after, _) = await presence.NowAsync(Cancellation);
        Assert.InRange(await DueAsync(RedisKeys.Presence[1]), before + PresenceRules.HeartbeatLifetime, after + PresenceRules.HeartbeatLifetime);
        Assert.InRange(await DueAsync(RedisKeys.Queue(department)[1]), before + QueueRules.ClaimLifetime, after + QueueRules.ClaimLifetime);
        Assert.InRange(claim!.Fence, QueueRules.FenceFloor(before), QueueRules.FenceFloor(after));
        Assert.Equal([1], (await queue.CountClaimsAsync([department], Cancellation)).Counts);

        async Task<DateTimeOffset> DueAsync(StackExchange.Redis.RedisKey key)
        {
            var (due, _) = await connection.RunAsync(database => database.SortedSetRangeByRankWithScoresAsync(key), Cancellation);
            return DateTimeOffset.FromUnixTimeMilliseconds((long)Assert.Single(due!).Score);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _behind!.DisposeAsync();
        await _ahead!.DisposeAsync();
        _database.Dispose();
        await _redis.DisposeAsync();
    }

    private static IQueueStore Queue(TelehealthApp node) => node.Services.GetRequiredService<IQueueStore>();

    private static async Task<(ClinicTab Tab, Guid Doctor, Guid Desk)> OpenDeskAsync(TelehealthApp node)
    {
        var client = await node.SignInAsync("dr-li");
        var session = await client.GetAsync<SessionView>("/api/session");
        return (await ClinicTab.OpenAsync(node.HubOf(client, "/hubs/clinic")), session.PractitionerId, Desk(session));
    }

    private static Guid Desk(SessionView session) =>
        session.Roles.Single(role => role.Id == session.ActiveRoleId).DepartmentId!.Value;

    private static async Task<PresenceState> StateAsync(IPresenceStore presence, Guid doctor, Guid desk) =>
        (await presence.ListAsync(PresenceScope.Department(desk), Cancellation)).Entries
            .SingleOrDefault(entry => entry.MemberId == doctor)?.State ?? PresenceState.Offline;

    private TelehealthApp Node(string url, ManualClock clock) => new()
    {
        SharedDatabase = _database,
        Clock = clock,
        StoreClock = new StoreClock(_clock),
        Settings =
        {
            ["Coordination:Redis"] = _redis.ConnectionString,
            ["Rooms:NodeUrl"] = url,
            ["Rooms:PassKey"] = Convert.ToBase64String(new byte[32]),
        },
    };
}
