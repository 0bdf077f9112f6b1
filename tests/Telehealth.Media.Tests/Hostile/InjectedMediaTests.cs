using System.Net;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Hostile;

/// <summary>S-M2: media goes to nobody and comes from nobody but the peer that a check and a handshake have proven (RTP bleed and inject).</summary>
public sealed class InjectedMediaTests() : RoomFixture(new MediaOptions())
{
    private const int Rounds = 200;

    [Fact]
    public async Task Whoever_sends_into_a_call_from_elsewhere_is_neither_heard_nor_answered()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync(camera: false);
        await ConnectedAsync(patient);
        await HeardAsync(doctor, patient);
        using var neighbour = new RawPeer(new IPEndPoint(IPAddress.Loopback, Server.LocalEndPoint.Port));
        using var stranger = new RawPeer(new IPEndPoint(IPAddress.Loopback, Server.LocalEndPoint.Port), IPAddress.Parse("127.0.0.2"));
        patient.ForgetTraffic();

        // Numbers beyond those that were heard: each genuine packet goes out after its stolen copy was played from elsewhere.
        for (ushort sequence = 20_000; sequence < 20_000 + HostileScale.Of(Rounds); sequence++)
        {
            var plain = Sound(sequence, (byte)'x');
            var genuine = Sound(sequence, (byte)'g');
            var captured = await doctor.SealAsync(genuine);
            byte[] badTag = [.. captured];
            badTag[^1] ^= 1;
            foreach (var attacker in (RawPeer[])[neighbour, stranger])
            {
                attacker.Send(plain);
                attacker.Send(badTag);
                attacker.Send(captured);
            }

            await doctor.SendRawAsync(captured);
        }

        await Peer.Waiting.Until(() => Heard(patient).Count == HostileScale.Of(Rounds), "every genuine packet, once");
        Assert.All(Heard(patient), packet => Assert.Equal((byte)'g', packet[^1]));
        Assert.Equal(0, patient.Subscribe.PacketsRefused);
        Assert.Empty(neighbour.TakeAll());
        Assert.Empty(stranger.TakeAll());
    }

    // What was said to find out whether sound goes through ends in 4 and may still be on its way.
    private static List<byte[]> Heard(RoomClient client) =>
        [.. client.Received.Where(packet => RtpHeader.TryRead(packet, out var header) && header.PayloadType == 111 && packet[^1] != 4)];

    private static byte[] Sound(ushort sequence, byte mark) =>
        TestPackets.Rtp(111, sequence, sequence * 960u, RoomClient.AudioSsrc, [1, 2, 3, mark], false, (4, "a"u8.ToArray()), (1, [20]));
}
