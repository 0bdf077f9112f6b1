namespace Telehealth.Media.Forwarding;

public sealed class LayerDemandTests
{
    private readonly ForwardingBench _bench = new(false, "q", "h", "f");

    [Fact]
    public void What_nobody_looks_at_is_asked_for_five_seconds_longer()
    {
        _bench.Frame(0, key: true);
        Assert.False(Update());
        Assert.Equal(3, _bench.Track.Demand.Asked);
        _bench.Receiver.SetTile(false, 0, 0, 0, _bench.Now);
        Assert.False(UpdateFor(4_900_000));
        Assert.Equal(3, _bench.Track.Demand.Asked);
        Assert.True(UpdateFor(200_000));
        Assert.Equal(0, _bench.Track.Demand.Asked);
    }

    [Fact]
    public void A_second_look_within_five_seconds_changes_nothing()
    {
        _bench.Receiver.SetTile(false, 0, 0, 0, _bench.Now);
        Assert.False(UpdateFor(4_000_000));
        _bench.Receiver.SetTile(true, 1280, 720, 0, _bench.Now);
        Assert.False(UpdateFor(4_000_000));
        _bench.Receiver.SetTile(false, 0, 0, 0, _bench.Now);
        Assert.False(UpdateFor(4_000_000));
    }

    [Fact]
    public void Resuming_does_not_wait()
    {
        _bench.Receiver.SetTile(false, 0, 0, 0, _bench.Now);
        UpdateFor(6_000_000);
        Assert.Equal(0, _bench.Track.Demand.Asked);
        _bench.Receiver.SetTile(true, 0, 0, 0, _bench.Now);
        Assert.True(Update());
        Assert.Equal(3, _bench.Track.Demand.Asked);
    }

    [Fact]
    public void Only_a_tile_that_needs_more_than_is_sent_is_told_before_its_turn()
    {
        _bench.Frame(0, key: true);
        _bench.Receiver.SetTile(true, 320, 180, 0, _bench.Now);
        UpdateFor(6_000_000);
        Assert.Equal(1, _bench.Track.Demand.Asked);
        _bench.Receiver.SetTile(true, 300, 160, 1, _bench.Now);
        Assert.False(_bench.Track.Demand.IsDue);
        _bench.Receiver.SetTile(true, 640, 360, 1, _bench.Now);
        Assert.True(_bench.Track.Demand.IsDue);
        Assert.True(Update());
        Assert.False(_bench.Track.Demand.IsDue);
    }

    [Fact]
    public void The_largest_tile_of_all_receivers_decides()
    {
        _bench.Frame(0, key: true);
        var other = new DownTrack(_bench.Track, _bench.Egress, "8"u8.ToArray(), 6000, 6001, 1);
        _bench.Track.Add(other);
        _bench.Receiver.SetTile(true, 320, 180, 0, _bench.Now);
        other.SetTile(true, 640, 360, 0, _bench.Now);
        UpdateFor(6_000_000);
        // The middle layer was never seen; its size is guessed from the lowest one's 320 pixels.
        Assert.Equal(2, _bench.Track.Demand.Asked);
        _bench.Track.Remove(other);
        UpdateFor(6_000_000);
        Assert.Equal(1, _bench.Track.Demand.Asked);
        _bench.Track.Remove(_bench.Receiver);
        UpdateFor(6_000_000);
        Assert.Equal(0, _bench.Track.Demand.Asked);
    }

    private bool Update() => _bench.Track.Demand.Update(_bench.Now);

    private bool UpdateFor(long micros)
    {
        var changed = false;
        for (var end = _bench.Now + micros; _bench.Now < end;)
        {
            _bench.Now += 100_000;
            changed |= Update();
        }

        return changed;
    }
}
