using System.Buffers.Binary;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Srtp;

/// <summary>S-M6: with GCM one nonce used twice gives the key away (CVE-2026-26014), so no two packets may share their key stream.</summary>
public sealed class NonceTests
{
    private const int Packets = 1 << 20;
    private const int Header = 12;

    [Fact]
    public void A_million_packets_in_any_order_and_with_repeats_share_no_key_stream()
    {
        using var sender = new SrtpSender(new SrtpMasterKeys(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]));
        var source = new RandomBytes(26014);
        var streams = new HashSet<UInt128>(Packets);
        var packet = new byte[Header + 16];
        var wire = new byte[64];
        packet[0] = 0x80;
        var refused = 0;
        for (var count = 0; count < Packets; count++)
        {
            // Three streams; one packet in four asks for a number that went out, or might have.
            var number = count - (source.Next(0, 4) == 0 ? source.Next(0, 300) : 0);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(number / 3));
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), (uint)(number % 3));
            if (sender.SealRtp(packet, wire) == 0)
            {
                refused++;
                continue;
            }

            // The payload is zeros: what is sent is the key stream itself.
            Assert.True(streams.Add(BinaryPrimitives.ReadUInt128BigEndian(wire.AsSpan(Header))), $"a key stream was used twice at packet {count}");
        }

        Assert.InRange(refused, Packets / 100, Packets / 3);
    }
}
