namespace Telehealth.Media.Bandwidth;

public sealed class ProbeClusterTests
{
    private const long Rate = 200_000;
    private const int Packet = 250;
    private const long Spacing = Packet * 8_000_000L / Rate;

    private readonly ProbeCluster _probe = new();

    [Fact]
    public void A_train_that_keeps_its_pace_proves_its_rate()
    {
        Send(number => number * Spacing, waits: _ => 25_000);
        Assert.Equal((Rate, true), (Judge(), _probe.Succeeded));
    }

    [Fact]
    public void A_train_that_a_narrow_link_stretches_proves_what_the_link_carries()
    {
        Send(number => number * Spacing, waits: number => 25_000 + (number * Spacing));
        Assert.InRange(Judge() ?? 0, Rate * 0.4, Rate * 0.5);
        Assert.False(_probe.Succeeded);
    }

    [Fact]
    public void Sound_between_the_packets_of_a_train_is_part_of_what_the_link_carries()
    {
        _probe.Begin(Rate, 0);
        for (var number = 0; number < 5; number++)
        {
            _probe.CountSent(Packet);
            _probe.OnPacket(new PacketReport(number * Spacing, 25_000 + (number * 2 * Spacing), Packet, _probe.Number));
            _probe.OnPacket(new PacketReport(number * Spacing, 25_001 + (number * 2 * Spacing), Packet / 2, 0));
        }

        Assert.InRange(Judge() ?? 0, Rate * 0.6, Rate * 0.8);
    }

    [Fact]
    public void A_train_that_its_own_sender_held_up_is_no_sign_of_a_narrow_link()
    {
        // Between two ticks of the loop lie 13 ms instead of 10.
        Send(number => number * Spacing * 13 / 10, waits: _ => 25_000);
        Assert.InRange(Judge() ?? 0, Rate * 0.7, Rate * 0.85);
        Assert.True(_probe.Succeeded);
    }

    [Fact]
    public void A_train_that_went_out_far_too_slowly_has_tried_nothing()
    {
        Send(number => number * Spacing * 3, waits: _ => 25_000);
        Judge();
        Assert.False(_probe.Succeeded);
    }

    [Fact]
    public void What_a_line_loses_anyway_may_miss_from_a_train_and_is_judged_as_soon_as_it_is_known()
    {
        Send(number => number * Spacing, waits: _ => 25_000, lost: [2]);
        Assert.Null(_probe.TakeResult(200_000, 50_000, 0.2));
        _probe.OnLost(_probe.Number);
        Assert.Equal((Rate, true), (Judge(loss: 0.2), _probe.Succeeded));
    }

    [Fact]
    public void More_loss_than_there_is_anyway_proves_nothing()
    {
        Send(number => number * Spacing, waits: _ => 25_000, lost: [1, 3]);
        Assert.Null(_probe.TakeResult(3_000_000, 50_000, 0.02));
        Assert.False(_probe.IsOpen || _probe.Succeeded);
    }

    private double? Judge(double loss = 0) => _probe.TakeResult(200_000, 50_000, loss);

    private void Send(Func<int, long> sentMicros, Func<int, long> waits, params int[] lost)
    {
        _probe.Begin(Rate, 0);
        for (var number = 0; number < 5; number++)
        {
            _probe.CountSent(Packet);
        }

        for (var number = 0; number < 5; number++)
        {
            if (!lost.Contains(number))
            {
                _probe.OnPacket(new PacketReport(sentMicros(number), sentMicros(number) + waits(number), Packet, _probe.Number));
            }
        }
    }
}
