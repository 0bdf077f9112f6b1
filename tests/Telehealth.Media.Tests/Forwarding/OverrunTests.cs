namespace Telehealth.Media.Forwarding;

/// <summary>One receiver whose link is behind must not cost the others, who share the publisher's layer.</summary>
public sealed class OverrunTests
{
    // More than may wait at once.
    private const int TooMany = 400;

    private readonly ForwardingBench _bench = new();

    private UpLayer Layer => _bench.Track.Layers[0];

    [Fact]
    public void A_link_that_is_behind_asks_nobody_for_a_key_frame()
    {
        Overrun();
        Assert.False(Layer.TakePictureLoss(_bench.Now), "the overrun itself asked for a key frame");
        while (_bench.Egress.Waiting > 0)
        {
            _bench.Receiver.ChooseLayer(_bench.Now);
            _bench.Receiver.RequestKeyFrame(_bench.Now);
            Assert.False(Layer.TakePictureLoss(_bench.Now), $"asked for a key frame while {_bench.Egress.Waiting} packets still wait");
            Pass(10);
        }
    }

    [Fact]
    public void A_link_that_has_caught_up_asks_once()
    {
        Overrun();
        Drain();
        _bench.Receiver.ChooseLayer(_bench.Now);
        Assert.True(Layer.TakePictureLoss(_bench.Now), "nobody asked for the picture that the receiver waits for");
        Pass(600);
        _bench.Frame(0, key: true);
        Assert.NotNull(_bench.Receiver.Current);
    }

    [Fact]
    public void A_link_that_falls_behind_again_and_again_asks_rarely()
    {
        var asked = 0;
        for (var end = _bench.Now + 20_000_000; _bench.Now < end; Pass(100))
        {
            _bench.Receiver.ChooseLayer(_bench.Now);
            _bench.Receiver.RequestKeyFrame(_bench.Now);
            if (Layer.TakePictureLoss(_bench.Now))
            {
                asked++;
                _bench.Frame(0, key: true, packets: TooMany);
            }
        }

        // The first picture is asked for as always.
        Assert.InRange(asked, 4, 6);
    }

    [Fact]
    public void A_key_frame_that_comes_anyway_is_taken_when_there_is_room()
    {
        Overrun();
        var before = _bench.Egress.Waiting;
        _bench.Frame(0, key: true, packets: 3);
        Assert.Equal(before, _bench.Egress.Waiting);
        Assert.Null(_bench.Receiver.Current);
        Drain();
        _bench.Sent.Clear();
        _bench.Frame(0, key: true, packets: 3);
        Drain();
        Assert.Equal(3, _bench.Sent.Count);
        Assert.True(ForwardingBench.Vp8(_bench.Sent[0]).IsKeyFrame);
    }

    private void Overrun()
    {
        _bench.Egress.Tick(_bench.Now);
        _bench.Frame(0, key: true, packets: TooMany);
        Assert.Null(_bench.Receiver.Current);
        // What the publisher still sends keeps its layer active.
        _bench.Frame(0);
    }

    private void Drain()
    {
        for (var i = 0; i < 1000 && _bench.Egress.Waiting > 0; i++)
        {
            Pass(10);
        }

        Assert.Equal(0, _bench.Egress.Waiting);
    }

    private void Pass(int milliseconds)
    {
        for (var end = _bench.Now + (milliseconds * 1000L); _bench.Now < end;)
        {
            _bench.Now += 10_000;
            _bench.Egress.Tick(_bench.Now);
        }

        _bench.Frame(0);
    }
}
