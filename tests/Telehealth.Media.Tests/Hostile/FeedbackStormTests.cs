using Telehealth.Media.Peer;
using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Hostile;

/// <summary>S-M11: one viewer's feedback makes neither the publisher nor the server send without end. Key frame storms are in RepairTests.</summary>
public sealed class FeedbackStormTests : LoudRoom
{
    // Nobody asks twice within a round trip; below 20 ms the server does not trust its own measurement.
    private const double ShortestRoundTripMs = 20;

    [Fact]
    public async Task A_storm_of_NACKs_is_answered_once_per_packet_and_round_trip()
    {
        var (doctor, patient) = await CallAsync(camera: true);
        ushort sequence = 0;
        await Waiting.Until(
            () =>
            {
                _ = doctor.ShowAsync(0, ++sequence, key: true);
                return Pictures(patient).Length > 0;
            },
            "the first picture");
        for (var picture = 0; picture < 60; picture++)
        {
            await doctor.ShowAsync(0, ++sequence, key: false);
        }

        await Waiting.Until(() => Pictures(patient).Length > 60, "a history of sixty pictures");
        var history = Pictures(patient).Select(packet => RoomClient.Header(packet).Sequence).Distinct().Order().ToArray();
        var ssrc = patient.SsrcOf(TrackSource.Camera, doctor.Seat.Id);
        patient.ForgetTraffic();

        var started = TimeProvider.System.GetTimestamp();
        for (var round = 0; round < HostileScale.Of(500); round++)
        {
            await patient.SendControlAsync(Nack(ssrc, history));
        }

        await HeardAfterAsync(doctor, patient);
        var roundTrips = 1 + (TimeProvider.System.GetElapsedTime(started).TotalMilliseconds / ShortestRoundTripMs);
        var repeats = patient.Received.Where(packet => RoomClient.Header(packet).PayloadType == 97).ToArray();
        Assert.InRange(repeats.Length, 1, (int)(history.Length * roundTrips));
        Assert.All(
            repeats.GroupBy(Original),
            copies => Assert.InRange(copies.Count(), 1, (int)roundTrips));
    }

    private static async Task HeardAfterAsync(RoomClient doctor, RoomClient patient)
    {
        // Sound after the storm comes after every answer to it.
        var sequence = (ushort)30_000;
        var before = Sounds(patient);
        await Waiting.Until(
            () =>
            {
                _ = doctor.SayAsync(sequence++);
                return Sounds(patient) > before;
            },
            "sound after the storm");
    }

    private static int Sounds(RoomClient client) => client.Received.Count(packet => RoomClient.Header(packet).PayloadType == 111);

    private static byte[][] Pictures(RoomClient client) =>
        [.. client.Received.Where(packet => RoomClient.Header(packet).PayloadType == 96)];

    private static int Original(byte[] repeat)
    {
        var header = RoomClient.Header(repeat);
        // Probes carry padding only.
        return header.PayloadLength < 2 ? -1 : (repeat[header.PayloadOffset] << 8) | repeat[header.PayloadOffset + 1];
    }

    private static byte[] Nack(uint ssrc, ushort[] sequences)
    {
        var buffer = new byte[1200];
        var writer = new RtcpWriter(buffer);
        writer.AddNack(1, ssrc, sequences);
        return buffer[..writer.Length];
    }
}
