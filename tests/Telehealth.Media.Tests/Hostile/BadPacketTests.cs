using System.Buffers.Binary;
using Telehealth.Media.Rtp;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Hostile;

/// <summary>S-M3 and S-M4: what comes from the right address and is wrong, with or without the right key.</summary>
public sealed class BadPacketTests : LoudRoom
{
    private const int Packets = 20_000;

    // Lines about the call itself; none for a packet.
    private const int MostLines = 10;

    /// <summary>CVE-2021-41105 ended a call after a hundred of these.</summary>
    [Fact]
    public async Task Invalid_tags_from_the_right_address_neither_end_the_call_nor_fill_the_log()
    {
        var (doctor, patient) = await CallAsync();
        var captured = await doctor.SealAsync(Sound(30_000));
        var lines = Log.Lines.Count;
        var source = new RandomBytes(41105);

        for (var sent = 0; sent < HostileScale.Of(Packets); sent += 500)
        {
            await Peers.RunAsync(() =>
            {
                for (var packet = 0; packet < 500; packet++)
                {
                    byte[] bad = [.. captured];
                    // Inside and outside the replay window, of the known stream and of new ones, RTP and RTCP.
                    BinaryPrimitives.WriteUInt16BigEndian(bad.AsSpan(2), (ushort)source.Next(0, 65536));
                    bad[11] ^= (byte)(packet % 3 == 0 ? source.Next(1, 256) : 0);
                    bad[1] = (byte)(packet % 5 == 0 ? 200 : bad[1]);
                    bad[^source.Next(1, 12)] ^= (byte)source.Next(1, 256);
                    doctor.Publish.SendRaw(bad);
                }
            });
        }

        var sequence = (ushort)30_001;
        await HeardAsync(doctor, patient, () => sequence++);
        Assert.InRange(Log.Lines.Count - lines, 0, MostLines);
        Assert.False(doctor.Publish.Closed.IsCompleted);
    }

    /// <summary>Asterisk's short RTCP and its like: the key is right, the lengths lie.</summary>
    [Fact]
    public async Task Genuine_packets_whose_insides_lie_hurt_nobody()
    {
        var (doctor, patient) = await CallAsync(camera: true);
        var source = new RandomBytes(4);

        for (var round = 0; round < HostileScale.Of(40); round++)
        {
            await Peers.RunAsync(() =>
            {
                for (var packet = 0; packet < 50; packet++)
                {
                    doctor.Publish.SendRtcp(LyingControl(source));
                    patient.Subscribe.SendRtcp(LyingControl(source));
                    doctor.Publish.SendRtp(LyingMedia(source, (ushort)(40_000 + (round * 50) + packet)));
                    patient.Subscribe.SendRtp(LyingMedia(source, (ushort)((round * 50) + packet)));
                }
            });
        }

        var sequence = (ushort)30_000;
        await HeardAsync(doctor, patient, () => sequence++);
        Assert.Empty(Log.Faults);
        Assert.Null(doctor.ClosedAs);
        Assert.Null(patient.ClosedAs);
    }

    private static byte[] Sound(ushort sequence) =>
        TestPackets.Rtp(111, sequence, sequence * 960u, RoomClient.AudioSsrc, [1, 2, 3, 4], false, (4, "a"u8.ToArray()), (1, [20]));

    // At least the eight bytes that SRTCP itself needs.
    private static byte[] LyingControl(RandomBytes source)
    {
        var packet = source.Next(source.Next(8, 120));
        packet[0] = (byte)(0x80 | source.Next(0, 64));
        packet[1] = (byte)source.Next(200, 208);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)source.Next(0, (packet.Length / 4) + 2));
        return packet;
    }

    private static byte[] LyingMedia(RandomBytes source, ushort sequence)
    {
        var payload = source.Next(source.Next(0, 60));
        var extension = source.Next(source.Next(1, 17));
        return source.Next(0, 2) == 0
            ? TestPackets.Rtp(96, sequence, sequence * 3000u, RoomClient.CameraSsrc, payload, true, (4, "v"u8.ToArray()), (10, extension))
            : TestPackets.Rtp(97, sequence, sequence * 3000u, RoomClient.CameraRtxSsrc, payload, true, (4, "v"u8.ToArray()), (11, extension), (3, extension));
    }
}
