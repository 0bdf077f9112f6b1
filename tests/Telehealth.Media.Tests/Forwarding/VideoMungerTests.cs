using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class VideoMungerTests
{
    private const int AllTemporal = int.MaxValue;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Pictures_stay_consecutive_over_any_number_of_switches(uint seed)
    {
        var dice = new Dice(seed);
        var munger = new VideoMunger();
        var expected = -1;
        for (var epoch = 0; epoch < 50; epoch++)
        {
            var picture = dice.Below(32_768);
            var tl0 = dice.Below(256);
            var keyIdx = dice.Below(32);
            for (var frame = 0; frame < 300; frame++, picture++, tl0++)
            {
                var payload = TestPackets.Vp8((ushort)(picture & 0x7FFF), (byte)tl0, (byte)keyIdx, frame == 0);
                expected = expected < 0 ? picture : expected;
                var numbers = Map(munger, payload, isSwitch: frame == 0);
                Assert.Equal(expected & 0x7FFF, numbers.Picture & 0x7FFF);
                // All packets of a frame carry the same numbers.
                Assert.Equal(numbers, Map(munger, payload, isSwitch: false));
                expected++;
            }
        }
    }

    [Fact]
    public void Each_switch_counts_one_key_frame_and_one_base_picture_more()
    {
        var munger = new VideoMunger();
        Assert.Equal(new VideoNumbers(100, 250, 31), Map(munger, TestPackets.Vp8(100, 250, 31, key: true)));
        Assert.Equal(new VideoNumbers(101, 255, 31), Map(munger, TestPackets.Vp8(101, 255, 31, key: false), isSwitch: false));
        Assert.Equal(new VideoNumbers(102, 0, 0), Map(munger, TestPackets.Vp8(9000, 3, 7, key: true)));
    }

    [Fact]
    public void A_late_packet_gets_the_numbers_of_its_own_picture()
    {
        var munger = new VideoMunger();
        Map(munger, TestPackets.Vp8(10, 1, 1, key: true));
        Map(munger, TestPackets.Vp8(20, 1, 1, key: true));
        Map(munger, TestPackets.Vp8(22, 3, 1, key: false), isSwitch: false);
        Assert.Equal(12, Map(munger, TestPackets.Vp8(21, 2, 1, key: false), isSwitch: false, isNewest: false).Picture);
        Assert.Equal(14, Map(munger, TestPackets.Vp8(23, 4, 1, key: false), isSwitch: false).Picture);
    }

    [Fact]
    public void A_seven_bit_source_runs_on_past_128()
    {
        var munger = new VideoMunger();
        for (var i = 0; i < 500; i++)
        {
            byte[] payload = [0x90, 0x80, (byte)(i & 0x7F), (byte)(i == 0 ? 0x10 : 0x11), 0, 0, 0x9D, 1, 0x2A, 0, 0, 0, 0];
            Assert.Equal(i, Map(munger, payload, isSwitch: i == 0).Picture);
        }
    }

    [Fact]
    public void Upper_temporal_layers_leave_no_hole_and_come_back_at_a_sync_picture()
    {
        var munger = new VideoMunger();
        var sent = new List<(int Frame, int Picture)>();
        for (var frame = 0; frame < 40; frame++)
        {
            // Four pictures: base, top, middle, top; only from the 25th on do the upper ones say that they can be joined.
            var temporal = (frame % 4) switch { 0 => 0, 2 => 1, _ => 2 };
            var sync = frame >= 24 && frame % 4 is 1 or 2;
            var payload = TestPackets.Vp8((ushort)(500 + frame), (byte)(frame / 4), 3, key: frame == 0, temporal: temporal, sync: sync);
            Assert.True(VideoPacket.TryRead(VideoCodec.Vp8, payload, out var packet));
            if (frame == 0)
            {
                munger.Switch(packet);
            }

            if (munger.TryMap(packet, null, true, 0, frame is >= 8 and < 20 ? 0 : 2, out var numbers))
            {
                Assert.Equal((byte)(frame / 4), numbers.Tl0);
                sent.Add((frame, numbers.Picture));
            }
        }

        Assert.Equal(Enumerable.Range(500, sent.Count), sent.Select(one => one.Picture));
        // Everything, then base pictures only, then also the middle ones from the first that may be joined, then everything.
        int[] expected = [.. Enumerable.Range(0, 9), 12, 16, 20, 24, 26, 28, .. Enumerable.Range(29, 11)];
        Assert.Equal(expected, sent.Select(one => one.Frame));
    }

    [Fact]
    public void An_encoder_that_begins_anew_with_a_key_frame_is_followed()
    {
        var munger = new VideoMunger();
        Map(munger, TestPackets.Vp8(1000, 10, 1, key: true));
        Map(munger, TestPackets.Vp8(1001, 11, 1, key: false), isSwitch: false);
        Assert.Equal(1002, Map(munger, TestPackets.Vp8(7, 0, 0, key: true), isSwitch: false).Picture);
        Assert.Equal(1003, Map(munger, TestPackets.Vp8(8, 1, 0, key: false), isSwitch: false).Picture);
    }

    private static VideoNumbers Map(VideoMunger munger, byte[] payload, bool isSwitch = true, bool isNewest = true)
    {
        Assert.True(VideoPacket.TryRead(VideoCodec.Vp8, payload, out var packet));
        if (isSwitch)
        {
            munger.Switch(packet);
        }

        Assert.True(munger.TryMap(packet, null, isNewest, 0, AllTemporal, out var numbers));
        return numbers with { Picture = (ushort)(numbers.Picture & 0x7FFF) };
    }
}
