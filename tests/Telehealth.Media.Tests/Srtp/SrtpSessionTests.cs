using System.Buffers.Binary;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Srtp;

public sealed class SrtpSessionTests
{
    public static TheoryData<int> Profiles => [(int)SrtpProfile.AeadAes128Gcm, (int)SrtpProfile.Aes128CmSha1Tag80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void What_one_end_protects_the_other_end_reads(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        foreach (var payload in new[] { 0, 1, 15, 16, 17, 160, 1200 })
        {
            var packet = Rtp(7, (ushort)(100 + payload), payload);
            Assert.Equal(SrtpOutcome.Accepted, session.Carry(packet, out var plain));
            Assert.Equal(packet, plain);
        }

        var report = Rtcp(7, 40);
        Assert.Equal(SrtpOutcome.Accepted, session.CarryRtcp(report, out var plainReport));
        Assert.Equal(report, plainReport);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_packet_counts_once(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        var wire = session.Seal(Rtp(7, 5, 100));
        var report = session.SealRtcp(Rtcp(7, 20));

        Assert.Equal(SrtpOutcome.Accepted, session.Open(wire));
        Assert.Equal(SrtpOutcome.Replayed, session.Open(wire));
        Assert.Equal(SrtpOutcome.Accepted, session.OpenRtcp(report));
        Assert.Equal(SrtpOutcome.Replayed, session.OpenRtcp(report));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_rollover_counter_survives_the_wrap_with_loss_and_reordering(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        var wires = new List<byte[]>();
        for (var count = 0; count < 200_000; count += 7)
        {
            // Six of seven are lost before they reach anybody.
            wires.Add(session.Seal(Rtp(9, (ushort)(100 + count), 20)));
        }

        for (var at = 0; at + 1 < wires.Count; at += 2)
        {
            Assert.Equal(SrtpOutcome.Accepted, session.Open(wires[at + 1]));
            Assert.Equal(SrtpOutcome.Accepted, session.Open(wires[at]));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_receiver_that_missed_the_wrap_still_finds_the_index(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        for (var sequence = 65_530; sequence < 65_536; sequence++)
        {
            session.Seal(Rtp(9, (ushort)sequence, 20));
        }

        Assert.Equal(SrtpOutcome.Accepted, session.Carry(Rtp(9, 3, 20), out _));
        Assert.Equal(SrtpOutcome.Accepted, session.Carry(Rtp(9, 4, 20), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Forged_packets_move_nothing(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        Assert.Equal(SrtpOutcome.Accepted, session.Carry(Rtp(9, 10, 50), out _));

        // Far ahead: had the window or the rollover moved, the next genuine packet would be lost.
        for (var sequence = 11; sequence < 60_000; sequence += 97)
        {
            var forged = new byte[80];
            Rtp(9, (ushort)sequence, 68).CopyTo(forged, 0);
            Assert.NotEqual(SrtpOutcome.Accepted, session.Open(forged));
        }

        Assert.Equal(SrtpOutcome.Accepted, session.Carry(Rtp(9, 11, 50), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_flipped_bit_is_noticed(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        var wire = session.Seal(Rtp(9, 10, 30));
        for (var bit = 0; bit < wire.Length * 8; bit++)
        {
            var changed = (byte[])wire.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(SrtpOutcome.Accepted, session.Open(changed));
        }

        var report = session.SealRtcp(Rtcp(9, 24));
        for (var bit = 0; bit < report.Length * 8; bit++)
        {
            var changed = (byte[])report.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(SrtpOutcome.Accepted, session.OpenRtcp(changed));
        }

        Assert.Equal(SrtpOutcome.Accepted, session.Open(wire));
        Assert.Equal(SrtpOutcome.Accepted, session.OpenRtcp(report));
    }

    [Fact]
    public void A_sender_never_uses_an_index_twice()
    {
        using var session = new Session(SrtpProfile.AeadAes128Gcm);
        Assert.NotEmpty(session.Seal(Rtp(9, 1000, 50)));
        Assert.NotEmpty(session.Seal(Rtp(9, 1002, 50)));
        Assert.NotEmpty(session.Seal(Rtp(9, 1001, 50)));
        Assert.Empty(session.Seal(Rtp(9, 1001, 60)));
        Assert.NotEmpty(session.Seal(Rtp(10, 1001, 60)));
    }

    [Fact]
    public void A_peer_cannot_invent_streams_without_end()
    {
        using var session = new Session(SrtpProfile.AeadAes128Gcm);
        for (uint ssrc = 1; ssrc <= SrtpReceiver.MaxSsrcs; ssrc++)
        {
            Assert.Equal(SrtpOutcome.Accepted, session.Carry(Rtp(ssrc, 1, 10), out _));
        }

        Assert.Equal(SrtpOutcome.Malformed, session.Carry(Rtp(10_000, 1, 10), out _));
        Assert.Equal(SrtpOutcome.Accepted, session.Carry(Rtp(1, 2, 10), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rubbish_is_told_from_packets_without_an_exception(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        var source = new RandomBytes(3711);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = source.Next(source.Next(12, 200));
            bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
            Assert.NotEqual(SrtpOutcome.Accepted, session.Open(bytes));
            Assert.NotEqual(SrtpOutcome.Accepted, session.OpenRtcp(bytes));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Nothing_is_allocated_per_packet(int profile)
    {
        using var session = new Session((SrtpProfile)profile);
        var packet = Rtp(9, 0, 1000);
        session.CarryCounted(packet, 2000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        session.CarryCounted(packet, 2000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Rtp(uint ssrc, ushort sequence, int payload)
    {
        var packet = new byte[12 + payload];
        packet.AsSpan(12).Fill((byte)sequence);
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    private static byte[] Rtcp(uint ssrc, int payload)
    {
        var packet = new byte[8 + payload];
        packet[0] = 0x80;
        packet[1] = 201;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    private sealed class Session : IDisposable
    {
        private readonly byte[] _wire = new byte[2048];
        private readonly byte[] _plain = new byte[2048];
        private readonly SrtpSender _sender;
        private readonly SrtpReceiver _receiver;
        private ushort _counted;

        public Session(SrtpProfile profile)
        {
            var keys = new SrtpMasterKeys(profile, Rfc3711.MasterKey, new byte[SrtpMasterKeys.SaltBytes(profile)]);
            _sender = new SrtpSender(keys);
            _receiver = new SrtpReceiver(keys);
        }

        public byte[] Seal(byte[] packet) => _wire[.._sender.SealRtp(packet, _wire)];

        public byte[] SealRtcp(byte[] packet) => _wire[.._sender.SealRtcp(packet, _wire)];

        public SrtpOutcome Open(byte[] wire) => _receiver.OpenRtp(wire, _plain, out _);

        public SrtpOutcome OpenRtcp(byte[] wire) => _receiver.OpenRtcp(wire, _plain, out _);

        public SrtpOutcome Carry(byte[] packet, out byte[] plain)
        {
            var outcome = _receiver.OpenRtp(Seal(packet), _plain, out var length);
            plain = outcome == SrtpOutcome.Accepted ? _plain[..length] : [];
            return outcome;
        }

        public SrtpOutcome CarryRtcp(byte[] packet, out byte[] plain)
        {
            var outcome = _receiver.OpenRtcp(SealRtcp(packet), _plain, out var length);
            plain = outcome == SrtpOutcome.Accepted ? _plain[..length] : [];
            return outcome;
        }

        public void CarryCounted(byte[] packet, int count)
        {
            for (var at = 0; at < count; at++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _counted++);
                var length = _sender.SealRtp(packet, _wire);
                Assert.True(_receiver.OpenRtp(_wire.AsSpan(0, length), _plain, out _) == SrtpOutcome.Accepted);
            }
        }

        public void Dispose()
        {
            _sender.Dispose();
            _receiver.Dispose();
        }
    }
}
