using System.Buffers.Binary;
using Telehealth.Media.Srtp;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Oracles;

/// <summary>Our SRTP against libsrtp2, both ways: an error that both of our ends share would show nowhere else.</summary>
public sealed class LibSrtpTests
{
    // Twice round the sequence numbers.
    private const int Packets = 140_000;

    public static TheoryData<int> Profiles => [(int)SrtpProfile.AeadAes128Gcm, (int)SrtpProfile.Aes128CmSha1Tag80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_we_seal_it_opens_across_the_roll_over_with_loss_and_reordering(int profile)
    {
        var keys = Keys(profile);
        using var ours = new SrtpSender(keys);
        using var theirs = new LibSrtp(keys, sends: false);
        var buffer = new byte[2048];

        Carry(
            packet => buffer[..ours.SealRtp(packet, buffer)],
            wire => theirs.OpenRtp(wire));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_it_seals_we_open_across_the_roll_over_with_loss_and_reordering(int profile)
    {
        var keys = Keys(profile);
        using var theirs = new LibSrtp(keys, sends: true);
        using var ours = new SrtpReceiver(keys);
        var buffer = new byte[2048];

        Carry(
            theirs.SealRtp,
            wire => ours.OpenRtp(wire, buffer, out var length) == SrtpOutcome.Accepted ? buffer[..length] : null);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Reports_travel_both_ways(int profile)
    {
        var keys = Keys(profile);
        using var ourSender = new SrtpSender(keys);
        using var theirReceiver = new LibSrtp(keys, sends: false);
        using var theirSender = new LibSrtp(keys, sends: true);
        using var ourReceiver = new SrtpReceiver(keys);
        var source = new RandomBytes(3711);
        var buffer = new byte[2048];

        for (var report = 0; report < 500; report++)
        {
            var plain = source.Next(8 + (4 * source.Next(0, 60)));
            (plain[0], plain[1]) = (0x80, 200);
            BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(4), (uint)(report % 3));
            var ours = buffer[..ourSender.SealRtcp(plain, buffer)];
            var theirs = theirSender.SealRtcp(plain);
            if (report % 5 == 0)
            {
                continue;
            }

            Assert.Equal(plain, theirReceiver.OpenRtcp(ours));
            Assert.Null(theirReceiver.OpenRtcp(ours));
            Assert.Equal(SrtpOutcome.Accepted, ourReceiver.OpenRtcp(theirs, buffer, out var length));
            Assert.Equal(plain, buffer[..length]);
            Assert.Equal(SrtpOutcome.Replayed, ourReceiver.OpenRtcp(theirs, buffer, out _));
            theirs[^1] ^= 1;
            Assert.NotEqual(SrtpOutcome.Accepted, ourReceiver.OpenRtcp(theirs, buffer, out _));
        }
    }

    /// <summary>Every packet is sealed; one of ten is lost, single ones come up to twenty places late, and some change on the way.</summary>
    private static void Carry(Func<byte[], byte[]> seal, Func<byte[], byte[]?> open)
    {
        var source = new RandomBytes(7714);
        var late = new List<(int Due, byte[] Plain, byte[] Wire)>();
        for (var count = 0; count < Packets; count++)
        {
            var plain = Packet(source, (ushort)(40_000 + count));
            var wire = seal(plain);
            switch (source.Next(0, 20))
            {
                case 0 or 1:
                    break;
                case 2:
                    late.Add((count + source.Next(1, 20), plain, wire));
                    break;
                case 3:
                    byte[] changed = [.. wire];
                    changed[source.Next(12, wire.Length)] ^= 0x10;
                    Assert.Null(open(changed));
                    Assert.Equal(plain, open(wire));
                    Assert.Null(open(wire));
                    break;
                default:
                    Assert.Equal(plain, open(wire));
                    break;
            }

            foreach (var (_, delayed, delayedWire) in late.Where(one => one.Due <= count))
            {
                Assert.Equal(delayed, open(delayedWire));
            }

            late.RemoveAll(one => one.Due <= count);
        }
    }

    private static byte[] Packet(RandomBytes source, ushort sequence)
    {
        var withExtension = source.Next(0, 2) == 0;
        var packet = source.Next(12 + (withExtension ? 8 : 0) + source.Next(1, 60));
        packet[0] = (byte)(withExtension ? 0x90 : 0x80);
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 0xCAFEBABE);
        if (withExtension)
        {
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), 0xBEDE0001);
        }

        return packet;
    }

    private static SrtpMasterKeys Keys(int profile)
    {
        var source = new RandomBytes(profile);
        return new SrtpMasterKeys(
            (SrtpProfile)profile, source.Next(SrtpMasterKeys.KeyBytes), source.Next(SrtpMasterKeys.SaltBytes((SrtpProfile)profile)));
    }
}
