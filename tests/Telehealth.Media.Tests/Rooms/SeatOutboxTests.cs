namespace Telehealth.Media;

public sealed class SeatOutboxTests
{
    [Fact]
    public async Task What_still_waited_is_moot_once_the_seat_is_closed()
    {
        var outbox = new SeatOutbox();
        outbox.TryPush(new SeatEvent.RoomChanged(1, []));
        outbox.TryPush(new SeatEvent.Offered(1, "a", []));
        outbox.TryPush(new SeatEvent.RoomChanged(2, []));
        outbox.TryPush(new SeatEvent.Offered(2, "b", []));
        outbox.TryPush(new SeatEvent.SpeakersChanged([]));
        outbox.Close("left");
        outbox.TryPush(new SeatEvent.RoomChanged(3, []));
        Assert.Equal([new SeatEvent.Closed("left")], await ReadAllAsync(outbox));
    }

    [Fact]
    public async Task State_is_replaced_in_place()
    {
        var outbox = new SeatOutbox();
        outbox.TryPush(new SeatEvent.RoomChanged(1, []));
        outbox.TryPush(new SeatEvent.Offered(1, "a", []));
        outbox.TryPush(new SeatEvent.RoomChanged(2, []));
        Assert.True(await outbox.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.True(outbox.TryRead(out var first));
        Assert.Equal(2, Assert.IsType<SeatEvent.RoomChanged>(first).Sequence);
        Assert.True(outbox.TryRead(out var second));
        Assert.IsType<SeatEvent.Offered>(second);
        Assert.False(outbox.TryRead(out _));
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_and_sees_the_end()
    {
        var outbox = new SeatOutbox();
        var reading = ReadAllAsync(outbox);
        outbox.TryPush(new SeatEvent.Offered(1, "a", []));
        outbox.Close("replaced");
        var all = await reading.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(new SeatEvent.Closed("replaced"), all[^1]);
        await outbox.Completion.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_reader_that_never_reads_overflows()
    {
        var outbox = new SeatOutbox();
        var taken = 0;
        while (taken < 1000 && outbox.TryPush(new SeatEvent.Offered(taken, "a", [])))
        {
            taken++;
        }

        Assert.Equal(64, taken);
        Assert.True(outbox.TryPush(new SeatEvent.Closed("x")) is false, "a full outbox takes nothing more");
    }

    private static async Task<List<SeatEvent>> ReadAllAsync(SeatOutbox outbox)
    {
        var all = new List<SeatEvent>();
        await foreach (var happened in outbox.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            all.Add(happened);
        }

        return all;
    }
}
