namespace Telehealth.Media.Net;

public sealed class KernelClockTests
{
    private const long Epoch = 1_700_000_000_000_000;

    private readonly TwoClocks _time = new() { WallMicros = Epoch };
    private readonly MonotonicClock _clock;
    private readonly KernelClock _kernel;

    public KernelClockTests()
    {
        _clock = new MonotonicClock(_time);
        _kernel = new KernelClock(_clock, _time);
        Pass(5_000_000);
        _kernel.Update(_clock.NowMicros);
    }

    [Fact]
    public void A_packet_that_waited_keeps_the_time_of_its_arrival()
    {
        var stamp = _time.WallMicros;
        Pass(30_000);

        Assert.Equal(5_000_000, _kernel.ArrivalMicros(stamp, _clock.NowMicros));
    }

    [Fact]
    public void Without_a_stamp_a_packet_arrives_when_it_is_read() => Assert.Equal(5_000_000, _kernel.ArrivalMicros(0, 5_000_000));

    [Theory]
    [InlineData(1)]
    [InlineData(3_600_000_000)]
    [InlineData(-1_000_001)]
    [InlineData(-3_600_000_000)]
    public void A_stamp_from_the_future_or_older_than_a_second_is_not_believed(long off) =>
        Assert.Equal(5_000_000, _kernel.ArrivalMicros(Epoch + 5_000_000 + off, 5_000_000));

    [Fact]
    public void A_stamp_of_a_second_ago_is_believed() =>
        Assert.Equal(4_000_000, _kernel.ArrivalMicros(Epoch + 4_000_000, 5_000_000));

    [Fact]
    public void A_step_of_the_wall_clock_is_forgotten_within_a_second()
    {
        _time.WallMicros -= 400_000;
        Pass(999_999);
        _kernel.Update(_clock.NowMicros);
        Assert.Equal(_clock.NowMicros - 400_000, _kernel.ArrivalMicros(_time.WallMicros, _clock.NowMicros));

        Pass(1);
        _kernel.Update(_clock.NowMicros);

        Assert.Equal(_clock.NowMicros, _kernel.ArrivalMicros(_time.WallMicros, _clock.NowMicros));
        Assert.Equal(_clock.NowMicros - 10_000, _kernel.ArrivalMicros(_time.WallMicros - 10_000, _clock.NowMicros));
    }

    [Fact]
    public void An_interruption_between_the_two_clocks_does_not_spoil_the_estimate()
    {
        Pass(1_000_000);
        // The first attempt and the third are interrupted for 20 ms after the wall clock was read.
        _time.Interruptions = 0b101;
        _kernel.Update(_clock.NowMicros);

        Assert.Equal(_clock.NowMicros - 10_000, _kernel.ArrivalMicros(_time.WallMicros - 10_000, _clock.NowMicros));
    }

    private void Pass(long micros)
    {
        _time.MonotonicMicros += micros;
        _time.WallMicros += micros;
    }

    /// <summary>A wall clock and a monotonic one that only the test moves.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public long MonotonicMicros { get; set; }

        public long WallMicros { get; set; }

        /// <summary>Bits, lowest first: which of the next readings of the wall clock are followed by 20 ms of nothing.</summary>
        public int Interruptions { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => MonotonicMicros;

        public override DateTimeOffset GetUtcNow()
        {
            var now = DateTimeOffset.UnixEpoch.AddMicroseconds(WallMicros);
            if ((Interruptions & 1) != 0)
            {
                MonotonicMicros += 20_000;
                WallMicros += 20_000;
            }

            Interruptions >>= 1;
            return now;
        }
    }
}
