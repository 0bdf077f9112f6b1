namespace Telehealth.Coordination;

/// <summary>What was decided about a room is found by whoever goes on with it.</summary>
public sealed class RoomRecordsTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private readonly Guid _room = Guid.CreateVersion7();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Word_of_an_earlier_end_that_comes_later_changes_nothing()
    {
        await using var connection = redis.Connect();
        var records = new RoomRecords(connection);
        var later = new DateTimeOffset(2026, 3, 5, 2, 0, 0, TimeSpan.Zero);
        var earlier = later - TimeSpan.FromTicks(1);

        foreach (var (at, round) in new[] { (earlier, 9), (later, 10), (earlier, 9) })
        {
            Assert.Null(await records.CloseAsync(_room, at, Cancellation));
            Assert.Null(await records.RemoveAsync(_room, "patient-1", new SeatEnd(at, round), Cancellation));
        }

        var record = await records.RecallAsync(_room, Cancellation);
        Assert.Equal(later, record!.ClosedAt);
        Assert.Equal(new SeatEnd(later, 10), record.Removed["patient-1"]);
    }

    [Fact]
    public async Task A_seat_that_ended_in_a_round_ended_at_no_time()
    {
        await using var connection = redis.Connect();
        var records = new RoomRecords(connection);

        Assert.Null(await records.RemoveAsync(_room, "patient-1", new SeatEnd(default, 7), Cancellation));

        Assert.Equal(new SeatEnd(default, 7), (await records.RecallAsync(_room, Cancellation))!.Removed["patient-1"]);
    }
}
