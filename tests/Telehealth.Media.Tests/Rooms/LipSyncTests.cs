using System.Buffers.Binary;
using System.Text;
using Telehealth.Media.Peer;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media;

/// <summary>
/// A receiver places sound and picture in the publisher's wall clock by the sender reports it gets. What was captured at a moment
/// must be placed at that moment, whatever layer it came from.
/// </summary>
public sealed class LipSyncTests() : RoomFixture(new MediaOptions())
{
    private const int AudioRate = 48_000;
    private const int VideoRate = 90_000;

    // A tick of either clock is less than a twentieth of this.
    private const long ToleranceMicros = 1_000;

    // Where the clocks of the microphone and of the three layers started: nothing relates them but the reports.
    private readonly uint[] _origins = [4_294_000_000, 17, 2_000_000_000, 4_294_900_000];
    private readonly ushort[] _sequences = [10, 20, 30, 40];
    private readonly long _started = TimeProvider.System.GetTimestamp();

    [Fact]
    public async Task Lips_and_voice_match_from_the_first_report_and_after_every_change_of_layer()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await Waiting.Until(() => patient.Offer?.Tracks.Count == 2, "an offer of sound and picture");
        await ConnectedAsync(patient);
        var sound = patient.SsrcOf(TrackSource.Microphone, doctor.Seat.Id);
        var picture = patient.SsrcOf(TrackSource.Camera, doctor.Seat.Id);
        Assert.Single(Cnames(patient.Offer!.Sdp));
        var camera = patient.Offer.Tracks.First(track => track.Source == TrackSource.Camera).Track;

        patient.Seat.SetTiles([new TileSettings(camera, true, 320, 180)]);
        await CaptureUntilAsync(doctor, () => Layer(patient, picture) == 0 && patient.ReceivedOn(sound).Length > 0, "sound and the smallest picture");
        await ReportAsync(doctor);
        await Waiting.Until(() => Reported(patient, sound).Count > 0 && Reported(patient, picture).Count > 0, "the first reports of both");
        Assert.Single(ReportedCnames(patient).Distinct());
        AssertPlaced(patient, sound, AudioRate);
        AssertPlaced(patient, picture, VideoRate);
        var first = patient.ReceivedOn(picture).Length;

        foreach (var (layer, width, height) in ((int, int, int)[])[(2, 1280, 720), (0, 320, 180), (2, 1280, 720)])
        {
            patient.Seat.SetTiles([new TileSettings(camera, true, width, height, Priority: 1)]);
            await CaptureUntilAsync(doctor, () => Layer(patient, picture) == layer, $"layer {layer}");
            var reports = Reported(patient, picture).Count;
            await CaptureUntilAsync(doctor, () => Reported(patient, picture).Count > reports, "a report of the new layer");
            AssertPlaced(patient, sound, AudioRate);
            AssertPlaced(patient, picture, VideoRate);
        }

        AssertEven(patient.ReceivedOn(picture)[first..]);
    }

    private static void AssertPlaced(RoomClient client, uint ssrc, int rate)
    {
        var report = Reported(client, ssrc)[^1];
        var packet = client.ReceivedOn(ssrc)[^1];
        var captured = Captured(packet);
        var placed = Micros(report.Ntp) + ((int)(RoomClient.Header(packet).Timestamp - report.RtpTimestamp) * 1_000_000L / rate);
        Assert.InRange(placed - captured, -ToleranceMicros, ToleranceMicros);
    }

    /// <summary>The stream's own clock runs as the publisher's does, over changes of layer too.</summary>
    private static void AssertEven(byte[][] packets)
    {
        for (var i = 1; i < packets.Length; i++)
        {
            var (before, now) = (packets[i - 1], packets[i]);
            var real = Captured(now) - Captured(before);
            var shown = (int)(RoomClient.Header(now).Timestamp - RoomClient.Header(before).Timestamp) * 1_000_000L / VideoRate;
            Assert.True(Math.Abs(shown - real) < ToleranceMicros, $"{real} us passed and {shown} us are shown between packets {i - 1} and {i}");
        }
    }

    private static long Captured(byte[] packet) => BinaryPrimitives.ReadInt64BigEndian(packet.AsSpan(packet.Length - 8));

    private async Task CaptureUntilAsync(RoomClient client, Func<bool> condition, string what)
    {
        var count = 0;
        await Waiting.Until(
            () =>
            {
                var done = condition();
                if (!done)
                {
                    _ = CaptureAsync(client, isKey: count % 5 == 0);
                    if (count++ % 10 == 0)
                    {
                        _ = ReportAsync(client);
                    }
                }

                return done;
            },
            what);
    }

    private async Task CaptureAsync(RoomClient client, bool isKey)
    {
        var now = Now;
        await client.SendAsync(TestPackets.Rtp(
            111, _sequences[0]++, Timestamp(0, now), RoomClient.AudioSsrc, Stamp([1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0], now), false, (4, "a"u8.ToArray()), (1, [20])));
        for (var layer = 0; layer < 3; layer++)
        {
            var sequence = _sequences[layer + 1]++;
            var payload = TestPackets.Vp8(sequence, (byte)sequence, 1, isKey, true, 320 << layer, 180 << layer);
            payload[^9] = (byte)layer;
            await client.SendAsync(TestPackets.Rtp(
                96,
                sequence,
                Timestamp(layer + 1, now),
                RoomClient.CameraSsrc + (uint)layer,
                Stamp(payload, now),
                true,
                (4, "v"u8.ToArray()),
                (10, Encoding.ASCII.GetBytes("qhf".Substring(layer, 1)))));
        }
    }

    private async Task ReportAsync(RoomClient client)
    {
        var now = Now;
        for (var stream = 0; stream < 4; stream++)
        {
            var buffer = new byte[100];
            var writer = new RtcpWriter(buffer);
            var ssrc = stream == 0 ? RoomClient.AudioSsrc : RoomClient.CameraSsrc + (uint)stream - 1;
            writer.AddSenderReport(ssrc, Ntp(now), Timestamp(stream, now), 1, 1);
            await client.SendReportAsync(buffer[..writer.Length]);
        }
    }

    private static List<SenderReport> Reported(RoomClient client, uint ssrc)
    {
        var found = new List<SenderReport>();
        foreach (var packet in client.Reports)
        {
            var reader = new RtcpReader(packet);
            while (reader.MoveNext())
            {
                if (reader.PacketType == RtcpTypes.SenderReport && SenderReport.TryRead(reader.Body, out var report) && report.Ssrc == ssrc)
                {
                    found.Add(report);
                }
            }
        }

        return found;
    }

    private static List<string> ReportedCnames(RoomClient client)
    {
        var found = new List<string>();
        foreach (var packet in client.Reports)
        {
            var reader = new RtcpReader(packet);
            while (reader.MoveNext())
            {
                if (reader.PacketType == RtcpTypes.SourceDescription)
                {
                    found.Add(Encoding.ASCII.GetString(reader.Body.Slice(6, reader.Body[5])));
                }
            }
        }

        return found;
    }

    private static IEnumerable<string> Cnames(string sdp) => sdp.Split("\r\n")
        .Where(line => line.StartsWith("a=ssrc:", StringComparison.Ordinal) && line.Contains("cname:", StringComparison.Ordinal))
        .Select(line => line.Split("cname:")[1]).Distinct();

    private static int Layer(RoomClient client, uint ssrc) => client.ReceivedOn(ssrc) is [.., var last] ? last[^9] : -1;

    private static byte[] Stamp(byte[] payload, long now)
    {
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(payload.Length - 8), now);
        return payload;
    }

    private long Now => (long)(TimeProvider.System.GetElapsedTime(_started).TotalMicroseconds + 1_000_000);

    private uint Timestamp(int stream, long now) =>
        _origins[stream] + (uint)(now * (stream == 0 ? AudioRate : VideoRate) / 1_000_000);

    private static ulong Ntp(long micros) => ((ulong)(micros / 1_000_000) << 32) | (ulong)(micros % 1_000_000 * 4294.967296);

    private static long Micros(ulong ntp) => (long)((ntp >> 32) * 1_000_000) + (long)((ntp & 0xFFFFFFFF) / 4294.967296);
}
