using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class Vp8MungerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pictures_stay_consecutive_over_any_number_of_switches(uint seed)
    {
        var dice = new Dice(seed);
        var munger = new Vp8Munger();
        var expected = -1;
        for (var epoch = 0; epoch < 50; epoch++)
        {
            var picture = dice.Below(32_768);
            var tl0 = dice.Below(256);
            var keyIdx = dice.Below(32);
            for (var frame = 0; frame < 300; frame++, picture++, tl0++)
            {
                var vp8 = Read(TestPackets.Vp8((ushort)(picture & 0x7FFF), (byte)tl0, (byte)keyIdx, frame == 0));
                if (frame == 0)
                {
                    munger.Switch(vp8);
                    expected = expected < 0 ? picture : expected;
                }

                var numbers = munger.Map(vp8);
                Assert.Equal(expected & 0x7FFF, numbers.PictureId);
                // All packets of a frame carry the same numbers.
                Assert.Equal(numbers, munger.Map(vp8));
                expected++;
            }
        }
    }

    [Fact]
    public void Each_switch_counts_one_key_frame_and_one_base_picture_more()
    {
        var munger = new Vp8Munger();
        var first = Map(munger, TestPackets.Vp8(100, 250, 31, key: true));
        var last = Map(munger, TestPackets.Vp8(101, 255, 31, key: false), isSwitch: false);
        var second = Map(munger, TestPackets.Vp8(9000, 3, 7, key: true));
        Assert.Equal(new Vp8Numbers(100, 250, 31), first);
        Assert.Equal(new Vp8Numbers(101, 255, 31), last);
        Assert.Equal(new Vp8Numbers(102, 0, 0), second);
    }

    [Fact]
    public void A_late_packet_gets_the_numbers_of_its_own_picture()
    {
        var munger = new Vp8Munger();
        Map(munger, TestPackets.Vp8(10, 1, 1, key: true));
        Map(munger, TestPackets.Vp8(20, 1, 1, key: true));
        Map(munger, TestPackets.Vp8(22, 3, 1, key: false), isSwitch: false);
        var late = Map(munger, TestPackets.Vp8(21, 2, 1, key: false), isSwitch: false);
        Assert.Equal(12, late.PictureId);
        Assert.Equal(14, Map(munger, TestPackets.Vp8(23, 4, 1, key: false), isSwitch: false).PictureId);
    }

    [Fact]
    public void A_seven_bit_source_runs_on_past_128()
    {
        var munger = new Vp8Munger();
        for (var i = 0; i < 500; i++)
        {
            byte[] payload = [0x90, 0x80, (byte)(i & 0x7F), 0x10, 0, 0, 0x9D, 1, 0x2A, 0, 0, 0, 0];
            var vp8 = Read(payload);
            if (i == 0)
            {
                munger.Switch(vp8);
            }

            Assert.Equal(i, munger.Map(vp8).PictureId);
        }
    }

    private static Vp8Numbers Map(Vp8Munger munger, byte[] payload, bool isSwitch = true)
    {
        var vp8 = Read(payload);
        if (isSwitch)
        {
            munger.Switch(vp8);
        }

        return munger.Map(vp8);
    }

    private static Vp8Descriptor Read(byte[] payload)
    {
        Assert.True(Vp8Descriptor.TryRead(payload, out var vp8));
        return vp8;
    }
}
