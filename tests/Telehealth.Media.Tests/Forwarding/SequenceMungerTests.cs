using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class SequenceMungerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Random_loss_reordering_drops_and_switches_agree_with_a_naive_model(uint seed)
    {
        var dice = new Dice(seed);
        var munger = new SequenceMunger(32_700);
        var model = new NaiveModel(32_700);
        for (var epoch = 0; epoch < 20; epoch++)
        {
            // Each source begins anywhere, also just before the wrap.
            var source = (long)dice.Below(65_536) + 0x10000;
            munger.Restart();
            model.Restart();
            for (var i = 0; i < 800; i++)
            {
                // Mostly the next packet; sometimes a gap, sometimes one from the past.
                var step = dice.Below(20);
                var number = step == 0 ? source - dice.Below(40) : source += step == 1 ? 1 + dice.Below(30) : 1;
                if (dice.Chance(5))
                {
                    munger.Drop((ushort)number, closesGap: false);
                    model.Drop(number);
                    continue;
                }

                var placed = munger.TryMap((ushort)number, closesGap: false, out var outgoing);
                var expected = model.Map(number);
                Assert.Equal(expected, placed ? outgoing : null);
            }
        }
    }

    [Fact]
    public void A_jump_of_thousands_leaves_a_gap_as_wide()
    {
        var munger = new SequenceMunger(0);
        Assert.True(munger.TryMap(100, closesGap: false, out var first));
        Assert.True(munger.TryMap(5100, closesGap: false, out var second));
        Assert.Equal((0, 5000), (first, second));
        Assert.True(munger.TryMap(5099, closesGap: false, out var late));
        Assert.Equal(4999, late);
        Assert.False(munger.TryMap(101, closesGap: false, out _));
    }

    /// <summary>Remembers everything in dictionaries, by numbers that do not wrap.</summary>
    private sealed class NaiveModel(ushort first)
    {
        private readonly Dictionary<long, long> _open = [];
        private long _next = first;
        private long? _highest;

        public void Restart()
        {
            _highest = null;
            _open.Clear();
        }

        public void Drop(long source)
        {
            if (_highest is { } highest && source > highest)
            {
                for (var number = highest + 1; number < source; number++)
                {
                    _open[number] = _next++;
                }

                _highest = source;
            }
        }

        public ushort? Map(long source)
        {
            if (_highest is null || source > _highest)
            {
                for (var number = (_highest ?? source - 1) + 1; number <= source; number++)
                {
                    _open[number] = _next++;
                }

                _highest = source;
            }

            return _open.Remove(source, out var outgoing) ? (ushort)outgoing : null;
        }
    }
}
