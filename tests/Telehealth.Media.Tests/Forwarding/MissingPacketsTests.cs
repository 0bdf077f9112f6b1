namespace Telehealth.Media.Forwarding;

public sealed class MissingPacketsTests
{
    [Fact]
    public void A_gap_is_asked_for_after_twenty_milliseconds_across_the_wrap()
    {
        var missing = new MissingPackets();
        missing.Receive(65534, 0);
        missing.Receive(1, 0);
        Assert.Empty(Due(missing, 19_000));
        Assert.Equal([65535, 0], Due(missing, 20_000));
    }

    [Fact]
    public void What_arrives_late_is_not_asked_for()
    {
        var missing = new MissingPackets();
        missing.Receive(10, 0);
        missing.Receive(13, 0);
        missing.Receive(11, 5000);
        Assert.Equal([12], Due(missing, 25_000));
    }

    [Fact]
    public void A_packet_is_asked_for_ten_times_and_then_given_up()
    {
        var missing = new MissingPackets();
        missing.Receive(10, 0);
        missing.Receive(12, 0);
        var asked = 0;
        for (var now = 0L; now < 5_000_000; now += 10_000)
        {
            asked += Due(missing, now).Length;
        }

        Assert.Equal(10, asked);
    }

    [Fact]
    public void After_a_long_outage_only_a_key_frame_helps()
    {
        var missing = new MissingPackets();
        Assert.True(missing.Receive(10, 0));
        Assert.False(missing.Receive(10 + MissingPackets.Capacity + 2, 0));
        Assert.Empty(Due(missing, 1_000_000));
        Assert.True(missing.Receive(10 + MissingPackets.Capacity + 3, 0));
    }

    private static ushort[] Due(MissingPackets missing, long now)
    {
        var due = new ushort[64];
        return due[..missing.Collect(now, due)];
    }
}
