using Telehealth.Media.Ice;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media;

public sealed class LegMeterTests
{
    private readonly TransportCounters _transport = new();
    private readonly LegCounters _leg = new();

    [Fact]
    public void A_second_is_the_difference_between_two_readings()
    {
        var meter = new LegMeter(up: true);
        _transport.CountReceived(isRtcp: false, 500);
        Assert.Null(meter.Read(_transport, _leg, 1_000_000));

        _transport.CountReceived(isRtcp: false, 1000);
        _transport.CountReceived(isRtcp: false, 1000);
        _transport.CountReceived(isRtcp: true, 1000);
        (_leg.Expected, _leg.Lost, _leg.Repeats, _leg.KeyFrameRequests) = (4, 1, 2, 1);
        _leg.CountJitter(960, 48_000);
        _leg.CountJitter(900, 90_000);
        Assert.Equal(new LegSnapshot(8000, 2, 0.25, 20, 2, 1), meter.Read(_transport, _leg, 3_000_000));
        Assert.Equal(new LegSnapshot(0, 0, null, 0, 0, 0), meter.Read(_transport, _leg, 4_000_000));
    }

    [Fact]
    public void A_new_connection_begins_anew()
    {
        var meter = new LegMeter(up: false);
        _transport.CountSent(isRtcp: false, 5000);
        meter.Read(_transport, _leg, 1_000_000);
        Assert.Null(meter.Read(new TransportCounters(), _leg, 2_000_000));
    }

    [Fact]
    public void Losses_filled_since_are_no_negative_loss()
    {
        var meter = new LegMeter(up: true);
        (_leg.Expected, _leg.Lost) = (100, 10);
        meter.Read(_transport, _leg, 1_000_000);
        (_leg.Expected, _leg.Lost) = (110, 8);
        Assert.Equal(0, meter.Read(_transport, _leg, 2_000_000)!.Value.Loss);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var meter = new LegMeter(up: true);
        using var meters = new MediaMeters();
        for (var i = 0; i < 10; i++)
        {
            Read();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Read();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Read()
        {
            _leg.Expected += 10;
            if (meter.Read(_transport, _leg, _leg.Expected * 1_000_000) is { } second)
            {
                meters.Count(MediaMeters.Up, second);
                meters.CountPicture(1, 3);
            }
        }
    }
}
