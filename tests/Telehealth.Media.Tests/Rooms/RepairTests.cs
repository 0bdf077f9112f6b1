using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Peer;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media;

/// <summary>What is lost between a publisher and its receivers, and what each of them is asked for, over real connections.</summary>
public sealed class RepairTests : IAsyncLifetime
{
    private readonly PeerLoop _peers = new();
    private readonly MediaServer _server = new(
        new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"] }, TimeProvider.System, NullLoggerFactory.Instance);

    private readonly List<RoomClient> _clients = [];

    public ValueTask InitializeAsync()
    {
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await _server.DisposeAsync();
        Assert.Null(_peers.Fault);
        _peers.Dispose();
    }

    [Fact]
    public async Task Redundant_sound_goes_whole_to_those_who_take_it_and_mends_the_loss_of_the_others()
    {
        var (doctor, patient, relative) = (Enter("doctor", redundant: true), Enter("patient", redundant: true), Enter("relative"));
        await doctor.PublishAsync(camera: false);
        await SubscribedAsync(patient);
        await SubscribedAsync(relative);
        Assert.Contains("m=audio 9 UDP/TLS/RTP/SAVPF 63 111", doctor.Answer, StringComparison.Ordinal);

        // Number 3 never leaves; number 4 repeats it.
        foreach (var sequence in (ushort[])[1, 2, 4, 5])
        {
            await doctor.SendAsync(RedundantSound(sequence));
        }

        await Waiting.Until(() => Sounds(relative).Length == 5 && Sounds(patient).Length >= 4, "five packets at one receiver, four or five at the other");
        Assert.All(Sounds(relative), packet => Assert.Equal(111, Header(packet).PayloadType));
        var first = Header(Sounds(relative)[0]);
        Assert.Equal(
            Enumerable.Range(0, 5).Select(i => (first.Sequence + i, first.Timestamp + ((uint)i * 960))),
            Sounds(relative).Select(packet => ((int)Header(packet).Sequence, Header(packet).Timestamp)));
        Assert.Equal([1, 2, 3, 4, 5], Sounds(relative).Select(packet => (int)packet[^1]));
        Assert.Equal(4, Sounds(patient).Count(packet => Header(packet).PayloadType == 63));
    }

    [Fact]
    public async Task However_many_receivers_miss_a_packet_its_publisher_is_asked_once()
    {
        var doctor = Enter("doctor");
        var watching = Enumerable.Range(0, 4).Select(i => Enter($"seat{i}")).ToList();
        await doctor.PublishAsync();
        foreach (var client in watching)
        {
            await SubscribedAsync(client);
        }

        // Key frames until everybody sees them, then one packet that never leaves.
        ushort sequence = 0;
        await Waiting.Until(
            () =>
            {
                _ = doctor.ShowAsync(0, ++sequence, key: true);
                return watching.TrueForAll(client => Pictures(client).Length > 2);
            },
            "pictures at every receiver");
        var missing = (ushort)(sequence + 1);
        await doctor.ShowAsync(0, (ushort)(missing + 1), key: false);
        await Waiting.Until(() => watching.TrueForAll(client => HasGap(Pictures(client))), "the gap at every receiver");
        foreach (var client in watching)
        {
            var ssrc = client.SsrcOf(TrackSource.Camera, doctor.Seat.Id);
            for (var i = 0; i < 20; i++)
            {
                await client.SendControlAsync(Nack(ssrc, Gap(Pictures(client))));
            }
        }

        await Waiting.Until(() => AsksFor(doctor, missing) > 0, "the publisher to be asked");
        await doctor.ShowAsync(0, missing, key: false);
        await Waiting.Until(() => watching.TrueForAll(client => !HasGap(Pictures(client))), "the gap filled at every receiver");
        Assert.InRange(AsksFor(doctor, missing), 1, 3);
        await doctor.ShowAsync(0, (ushort)(missing + 2), key: false);
        await Waiting.Until(() => watching.TrueForAll(client => Pictures(client).Length > 4), "the next picture");
        Assert.InRange(AsksFor(doctor, missing), 1, 3);
    }

    [Fact]
    public async Task Probes_of_padding_are_no_pictures_whatever_comes_first_and_on_whichever_stream()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient);

        // Browsers probe on the retransmission stream before they send a picture, and name a new stream when they begin anew.
        ushort probes = 0;
        for (uint stream = 0; stream < 40; stream++)
        {
            await doctor.SendAsync(Probe(RoomClient.CameraRtxSsrc + stream, ++probes));
        }

        ushort sequence = 0;
        await Waiting.Until(
            () =>
            {
                _ = doctor.SendAsync(Probe(RoomClient.CameraRtxSsrc + 39, ++probes));
                _ = doctor.ShowAsync(0, ++sequence, key: sequence % 5 == 1);
                return Pictures(patient).Length > 5;
            },
            "pictures between probes");

        // Number sequence + 1 comes as a retransmission only, on the stream named last.
        var missing = (ushort)(sequence + 1);
        await doctor.ShowAsync(0, (ushort)(missing + 1), key: false);
        await Waiting.Until(() => AsksFor(doctor, missing) > 0 && HasGap(Pictures(patient)), "the gap, and the publisher to be asked");
        var lost = RoomClient.Picture(0, missing, key: false);
        byte[] payload = [(byte)(missing >> 8), (byte)missing, .. lost.AsSpan(Header(lost).PayloadOffset)];
        await doctor.SendAsync(TestPackets.Rtp(
            97, ++probes, Header(lost).Timestamp, RoomClient.CameraRtxSsrc + 39, payload, true, (4, "v"u8.ToArray()), (11, "q"u8.ToArray())));
        await Waiting.Until(() => !HasGap(Pictures(patient)), "every picture");
        Assert.All(Pictures(patient), packet => Assert.True(Header(packet).PayloadLength > 0, "padding was forwarded"));
    }

    [Fact]
    public async Task A_flood_of_key_frame_requests_is_passed_on_twice_a_second_at_most()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient);
        ushort sequence = 0;
        await Waiting.Until(
            () =>
            {
                _ = doctor.ShowAsync(0, ++sequence, key: true);
                return Pictures(patient).Length > 0;
            },
            "the first picture");
        doctor.ForgetTraffic();

        var ssrc = patient.SsrcOf(TrackSource.Camera, doctor.Seat.Id);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 2000; i++)
        {
            await patient.SendControlAsync(i % 2 == 0 ? PictureLoss(ssrc) : FullIntra(ssrc, (byte)(i / 2)));
            if (i % 10 == 0)
            {
                await doctor.ShowAsync(0, ++sequence, key: i % 100 == 0);
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var asked = Asked(doctor, RtcpTypes.PayloadFeedback, RtcpTypes.PictureLoss).Count;
        Assert.InRange(asked, 1, 1 + (int)(2 * seconds));
    }

    private static RtpHeader Header(byte[] packet) => RoomClient.Header(packet);

    private static byte[][] Sounds(RoomClient client) => [.. client.Received.Where(packet => Header(packet).PayloadType is 111 or 63)];

    private static byte[][] Pictures(RoomClient client) => [.. client.Received.Where(packet => Header(packet).PayloadType == 96)];

    private static bool HasGap(byte[][] packets) => Gap(packets) is not null;

    private static ushort? Gap(byte[][] packets)
    {
        var seen = packets.Select(packet => Header(packet).Sequence).ToHashSet();
        return seen.Count == 0 ? null : Enumerable.Range(seen.Min(), seen.Max() - seen.Min())
            .Select(number => (ushort?)number).FirstOrDefault(number => !seen.Contains(number!.Value));
    }

    private static byte[] RedundantSound(ushort sequence) => TestPackets.Rtp(
        63,
        sequence,
        sequence * 960u,
        RoomClient.AudioSsrc,
        RedPacketTests.Build((960, [9, (byte)(sequence - 1)]), (0, [9, (byte)sequence])),
        false,
        (4, "a"u8.ToArray()),
        (1, [20]));

    /// <summary>RFC 3550 5.1: the padding's last byte counts it.</summary>
    private static byte[] Probe(uint ssrc, ushort sequence)
    {
        var padding = new byte[200];
        padding[^1] = 200;
        var packet = TestPackets.Rtp(97, sequence, 0, ssrc, padding, false, (4, "v"u8.ToArray()), (11, "q"u8.ToArray()));
        packet[0] |= 0x20;
        return packet;
    }

    private static byte[] Nack(uint ssrc, ushort? sequence)
    {
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        writer.AddNack(1, ssrc, [sequence!.Value]);
        return buffer[..writer.Length];
    }

    private static byte[] PictureLoss(uint ssrc)
    {
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        writer.AddPictureLoss(1, ssrc);
        return buffer[..writer.Length];
    }

    // RFC 5104 4.3.1: the target stands in the entry, with a number of its own.
    private static byte[] FullIntra(uint ssrc, byte number) =>
    [
        0x84, 206, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0,
        (byte)(ssrc >> 24), (byte)(ssrc >> 16), (byte)(ssrc >> 8), (byte)ssrc, number, 0, 0, 0,
    ];

    private static int AsksFor(RoomClient client, ushort sequence)
    {
        Span<ushort> missing = stackalloc ushort[256];
        var count = 0;
        foreach (var body in Asked(client, RtcpTypes.TransportFeedback, RtcpTypes.Nack))
        {
            count += missing[..FeedbackReader.ReadNack(body, missing)].Contains(sequence) ? 1 : 0;
        }

        return count;
    }

    private static List<byte[]> Asked(RoomClient client, byte type, int message)
    {
        var bodies = new List<byte[]>();
        foreach (var packet in client.Feedback)
        {
            var reader = new RtcpReader(packet);
            while (reader.MoveNext())
            {
                if (reader.PacketType == type && reader.Count == message)
                {
                    bodies.Add(reader.Body.ToArray());
                }
            }
        }

        return bodies;
    }

    private RoomClient Enter(string seat, bool redundant = false)
    {
        var (entered, refusal) = _server.Enter(new RoomId("room"), new SeatId(seat), new SeatRights(true, true, true, true));
        Assert.Null(refusal);
        var client = new RoomClient(entered!, _peers) { Redundant = redundant };
        _clients.Add(client);
        return client;
    }

    private static async Task SubscribedAsync(RoomClient client)
    {
        await Waiting.Until(() => client.Offer?.Tracks.Count > 0, "an offer with tracks");
        await Waiting.For(client.Subscribe.Connected, "the subscribe connection");
    }
}
