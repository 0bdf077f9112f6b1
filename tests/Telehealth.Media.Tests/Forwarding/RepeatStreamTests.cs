using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class RepeatStreamTests
{
    private const long RoundTrip = 50_000;

    private readonly ForwardingBench _bench = new();

    public RepeatStreamTests() => _bench.Egress.RoundTripMicros = RoundTrip;

    [Fact]
    public void However_often_the_whole_history_is_asked_for_each_packet_goes_once_a_round_trip()
    {
        Show(40);
        for (var i = 0; i < 50; i++)
        {
            AskForAll();
        }

        Assert.Equal(40, Repeats().Count());
        Assert.Equal(40, Repeats().Distinct().Count());
        _bench.Now += RoundTrip;
        AskForAll();
        AskForAll();
        Assert.Equal(80, Repeats().Count());
    }

    [Fact]
    public void A_packet_that_never_gets_through_is_given_up()
    {
        Show(1);
        for (var i = 0; i < 20; i++)
        {
            AskForAll();
            _bench.Now += RoundTrip;
        }

        Assert.Equal(SentPackets.MaxRepeats, Repeats().Count());
    }

    [Theory]
    [InlineData(0.0, 0.15)]
    [InlineData(0.08, 0.15)]
    [InlineData(0.2, 0.3)]
    [InlineData(0.9, 0.5)]
    public void In_the_long_run_repeats_stay_a_share_of_what_is_sent_and_of_what_the_link_loses(double loss, double share)
    {
        for (var i = 0; i < 100; i++)
        {
            _bench.Egress.Estimate.UpdateLoss(loss, 1_000_000);
        }

        _bench.Keep = false;
        long repeated = 0;
        long sent = 0;
        for (var i = 0; i < 4000; i++)
        {
            _bench.Frame(0, key: i == 0, packets: 10);
            sent += 10 * _bench.Last;
            _bench.Last = 0;
            for (var back = 10; back > 0; back--)
            {
                _bench.Receiver.Repeat((ushort)(0x1000 + ((i + 1) * 10) - back), _bench.Now);
                repeated += _bench.Last;
                _bench.Last = 0;
            }

            _bench.Now += 33_000;
        }

        // Headers differ by some bytes between the streams.
        Assert.InRange(repeated, 0, (sent * share * 1.15) + (2 * RepeatBudget.Reserve));
        Assert.True(repeated > sent * share * 0.8, $"{repeated} of {sent} bytes were repeated");
    }

    [Fact]
    public void What_a_publisher_sent_before_it_began_anew_is_not_mixed_with_what_came_after()
    {
        Show(5);
        var layer = _bench.Track.Layers[0];
        layer.Bind(4711);
        for (var i = 0; i < 5; i++)
        {
            var sequence = (ushort)(65_000 + i);
            _bench.Receive(layer, TestPackets.Rtp(96, sequence, 77, 4711, TestPackets.Vp8((ushort)i, 9, 9, key: false)));
        }

        AskForAll();
        Assert.Empty(Repeats());
    }

    private void Show(int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            _bench.Frame(0, key: i == 0);
        }
    }

    private void AskForAll()
    {
        for (var i = 0; i < 1024; i++)
        {
            _bench.Receiver.Repeat((ushort)(0x1000 + i), _bench.Now);
        }
    }

    private IEnumerable<ushort> Repeats() => _bench.Sent.Where(packet => ForwardingBench.Header(packet).Ssrc == ForwardingBench.RtxSsrc)
        .Select(packet => (ushort)((packet[ForwardingBench.Header(packet).PayloadOffset] << 8) | packet[ForwardingBench.Header(packet).PayloadOffset + 1]));
}
