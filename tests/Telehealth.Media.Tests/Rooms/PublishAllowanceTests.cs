using Telehealth.Media.Sdp;

namespace Telehealth.Media.Rooms;

public sealed class PublishAllowanceTests
{
    private const int Told = 2500;
    private const byte SoundType = 111;
    private const byte PictureType = 96;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_picture_may_be_as_large_as_it_was_told_and_be_repeated_once(int pictures)
    {
        var allowance = Granted(pictures);
        // 1,250 bytes each 10 ms are 1,000 kbit/s; of each picture 4,800 come, for a minute.
        for (long now = 0; now < 60_000_000; now += 10_000)
        {
            for (var packet = 0; packet < pictures * 48; packet++)
            {
                Assert.True(allowance.TryTake(Packet(PictureType, 125), false, now), $"cut after {now} us");
            }
        }
    }

    [Fact]
    public void What_is_beyond_them_is_cut()
    {
        var allowance = Granted(pictures: 3);
        var passed = 0;
        for (long now = 0; now < 10_000_000; now += 100)
        {
            passed += allowance.TryTake(Packet(PictureType, 1250), false, now) ? 1250 : 0;
        }

        // Ten seconds, and one of burst of what was granted before.
        Assert.InRange(passed * 8L / 1000, 10 * 3 * 2 * Told, (10 + 1) * 3 * 2 * Told);
    }

    [Fact]
    public void Sound_and_control_pass_beside_any_flood_of_pictures_and_have_a_bound_too()
    {
        var allowance = Granted(pictures: 1);
        var (sound, control) = (0, 0);
        for (long now = 0; now < 10_000_000; now += 100)
        {
            allowance.TryTake(Packet(PictureType, 1250), false, now);
            if (now % 20_000 == 0)
            {
                sound += allowance.TryTake(Packet(SoundType, 1300), false, now) ? 1 : 0;
                control += allowance.TryTake(Packet(200, 100), true, now) ? 1 : 0;
            }
        }

        Assert.Equal((500, 500), (sound, control));
        var flood = Enumerable.Range(0, 100_000).Count(packet => allowance.TryTake(Packet(SoundType, 1250), false, 10_000_000 + (packet * 100L)));
        Assert.InRange(flood * 1250 * 8L / 1000, 1, 11 * PublishAllowance.SoundKbps);
    }

    private static PublishAllowance Granted(int pictures)
    {
        var allowance = new PublishAllowance(Told);
        allowance.Grant(pictures, [new CodecChoice(SoundType, 0, "")]);
        return allowance;
    }

    private static byte[] Packet(byte type, int length)
    {
        var packet = new byte[length];
        (packet[0], packet[1]) = (0x80, type);
        return packet;
    }
}
