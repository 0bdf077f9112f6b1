using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Peer;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media;

public sealed class RoomTests : IAsyncLifetime
{
    private static readonly RoomId _room = new("room");
    private static readonly SeatRights _everything = new(true, true, true, true);

    private readonly PeerLoop _peers = new();
    private readonly MediaServer _server = new(
        new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"], MaxSeatsPerRoom = 3, MaxRooms = 2 },
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private readonly List<RoomClient> _clients = [];
    private readonly Dictionary<RoomClient, ushort> _shown = [];

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
    public async Task Sound_and_picture_reach_the_other_seat_in_its_own_numbers()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        await ShowUntilAsync(doctor, 0, () => patient.Received.Any(packet => Header(packet).PayloadType == 96), "the first picture");
        await doctor.SayAsync(7);
        await Waiting.Until(() => patient.Received.Any(packet => Header(packet).PayloadType == 111), "the first sound");

        var video = patient.ReceivedOn(patient.SsrcOf(TrackSource.Camera, doctor.Seat.Id));
        var audio = patient.ReceivedOn(patient.SsrcOf(TrackSource.Microphone, doctor.Seat.Id));
        Assert.NotEmpty(video);
        Assert.NotEmpty(audio);
        var mid = patient.Offer!.Tracks.First(track => track.Source == TrackSource.Camera).Mid;
        Assert.Equal(mid, System.Text.Encoding.ASCII.GetString(Header(video[0]).FindExtension(video[0], 4)));
        Assert.Equal([20], Header(audio[0]).FindExtension(audio[0], 1).ToArray());
        Assert.True(Header(video[0]).FindExtension(video[0], 10).IsEmpty, "the publisher's rid went through");
    }

    [Fact]
    public async Task Everybody_hears_who_is_in_the_room_and_what_they_send()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await Waiting.Until(() => patient.Room is { Seats: [{ Tracks.Count: 2 }, { Tracks.Count: 0 }] }, "the doctor's two tracks");
        doctor.Seat.SetMuted(TrackSource.Microphone, true);
        await Waiting.Until(() => patient.Room!.Seats[0].Tracks.Any(track => track.Muted), "the muted microphone");
        doctor.Seat.Leave();
        await Waiting.Until(() => patient.Room!.Seats.Count == 1, "the doctor's leaving");
        Assert.Equal("left", doctor.ClosedAs);
        Assert.Equal(patient.Events.OfType<SeatEvent.RoomChanged>().Select(room => room.Sequence).Order(),
            patient.Events.OfType<SeatEvent.RoomChanged>().Select(room => room.Sequence));
    }

    [Fact]
    public async Task A_new_receiver_makes_the_publisher_send_a_key_frame()
    {
        var doctor = Enter("doctor");
        await doctor.PublishAsync();
        await doctor.ShowAsync(0, 1, key: false);
        var patient = Enter("patient");
        await SubscribedAsync(patient, 2);
        var sequence = (ushort)2;
        await Waiting.Until(
            () =>
            {
                _ = doctor.ShowAsync(0, sequence++, key: false);
                return doctor.WasAsked(RtcpTypes.PayloadFeedback, RtcpTypes.PictureLoss, RoomClient.CameraSsrc);
            },
            "a picture loss indication");
        Assert.Empty(patient.ReceivedOn(patient.SsrcOf(TrackSource.Camera, doctor.Seat.Id)));
    }

    [Fact]
    public async Task A_receivers_loss_is_answered_from_the_cache()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        await ShowUntilAsync(doctor, 0, () => patient.Received.Length >= 5, "five pictures");
        var lost = Header(patient.ReceivedOn(patient.SsrcOf(TrackSource.Camera, doctor.Seat.Id))[2]);
        var buffer = new byte[100];
        var writer = new RtcpWriter(buffer);
        writer.AddNack(1, lost.Ssrc, [lost.Sequence]);
        await patient.SendControlAsync(buffer[..writer.Length]);
        await Waiting.Until(() => patient.Received.Any(packet => Header(packet).PayloadType == 97), "the retransmission");
        var repeat = patient.Received.First(packet => Header(packet).PayloadType == 97);
        Assert.True(RtxPacket.TryRestore(repeat, Header(repeat), 96, lost.Ssrc, out var restored));
        Assert.Equal(lost.Sequence, Header(restored.ToArray()).Sequence);
    }

    [Fact]
    public async Task A_gap_from_the_publisher_is_asked_for_and_filled()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        var next = await ShowUntilAsync(doctor, 0, () => patient.Received.Length >= 3, "three pictures");
        var before = patient.Received.Length;
        await doctor.ShowAsync(0, (ushort)(next + 1), key: false);
        await Waiting.Until(
            () => doctor.WasAsked(RtcpTypes.TransportFeedback, RtcpTypes.Nack, RoomClient.CameraSsrc), "a request for the gap");
        var missing = RoomClient.Picture(0, next, key: false);
        var header = Header(missing);
        byte[] payload = [(byte)(next >> 8), (byte)next, .. missing.AsSpan(header.PayloadOffset)];
        await doctor.SendAsync(TestPackets.Rtp(
            97, 1, header.Timestamp, RoomClient.CameraRtxSsrc, payload, true, (4, "v"u8.ToArray()), (11, "q"u8.ToArray())));
        await Waiting.Until(() => patient.Received.Length == before + 2, "the recovered picture");
        var numbers = patient.ReceivedOn(patient.SsrcOf(TrackSource.Camera, doctor.Seat.Id)).Select(packet => Header(packet).Sequence).ToArray();
        Assert.Equal(numbers[0] + numbers.Length - 1, numbers.Max());
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
    }

    [Fact]
    public async Task The_publisher_learns_when_its_packets_arrived()
    {
        var doctor = Enter("doctor");
        await doctor.PublishAsync();
        for (ushort i = 0; i < 20; i++)
        {
            await doctor.ShowAsync(0, i, key: i == 0, transport: (uint)(65_530 + i) & 0xFFFF);
        }

        var seen = new HashSet<ushort>();
        await Waiting.Until(
            () =>
            {
                foreach (var packet in doctor.Feedback)
                {
                    Collect(packet, seen);
                }

                return seen.Count == 20;
            },
            "the arrival of twenty packets");
        await Waiting.Until(() => doctor.WasAsked(RtcpTypes.PayloadFeedback, RtcpTypes.ApplicationLayer, 0), "the bitrate limit");
    }

    [Fact]
    public async Task The_tile_decides_which_layer_is_sent()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        await ShowLayersUntilAsync(doctor, () => LastWidth(patient) == 1280, "the largest layer");
        var track = patient.Offer!.Tracks.First(one => one.Source == TrackSource.Camera).Track;
        patient.Seat.SetTiles([new TileSettings(track, true, 160, 90)]);
        await ShowLayersUntilAsync(doctor, () => LastWidth(patient) == 320, "the smallest layer");
        patient.Seat.SetTiles([new TileSettings(track, true, 640, 360)]);
        await ShowLayersUntilAsync(doctor, () => LastWidth(patient) == 640, "the middle layer");
    }

    [Fact]
    public async Task A_camera_that_nobody_looks_at_is_paused_and_taken_up_again_at_once()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        var camera = patient.Offer!.Tracks.First(one => one.Source == TrackSource.Camera).Track;
        await Waiting.Until(() => Wanted(doctor) == 3, "everything wanted");
        patient.Seat.SetTiles([new TileSettings(camera, false, 0, 0)]);
        await Waiting.Until(() => Wanted(doctor) == 0, "the pause");
        patient.Seat.SetTiles([new TileSettings(camera, true, 0, 0)]);
        await Waiting.Until(() => Wanted(doctor) == 3, "the layers back");
    }

    private static int? Wanted(RoomClient publisher) =>
        publisher.Events.OfType<SeatEvent.LayersWanted>().LastOrDefault()?.LayersByMid.Values.Single();

    [Fact]
    public async Task A_seat_entered_again_replaces_the_old_one()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        var again = Enter("doctor");
        await Waiting.Until(() => doctor.ClosedAs == "replaced", "the old seat's end");
        await again.PublishAsync();
        await Waiting.Until(() => patient.Offer!.Tracks.Count == 2 && patient.Events.OfType<SeatEvent.Offered>().Count() > 1, "a new offer");
        await ShowUntilAsync(again, 0, () => patient.Received.Any(packet => Header(packet).PayloadType == 96), "the new seat's picture");
        Assert.Equal("media.seat_closed", (await doctor.Seat.PublishAsync("v=0", [], TestContext.Current.CancellationToken)).Refusal);
    }

    [Fact]
    public async Task A_third_seat_comes_and_goes_and_its_lines_are_used_again()
    {
        var (doctor, patient, guest) = (Enter("doctor"), Enter("patient"), Enter("guest"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        await guest.PublishAsync();
        await SubscribedAsync(patient, 4);
        guest.Seat.Leave();
        await SubscribedAsync(patient, 2);
        var second = Enter("guest");
        await second.PublishAsync();
        await SubscribedAsync(patient, 4);
        Assert.Equal(["0", "1", "2", "3"], patient.Offer!.Tracks.Select(track => track.Mid).Order());
        await Waiting.Until(() => patient.Subscribe.IsConnected, "the patient's subscribe connection");
        await ShowUntilAsync(
            second,
            0,
            () => patient.ReceivedOn(patient.SsrcOf(TrackSource.Camera, second.Seat.Id)).Length > 0,
            "the guest's picture on a used line");
    }

    [Fact]
    public async Task A_track_taken_back_is_gone_for_the_others()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        await doctor.OfferAsync(camera: false);
        await SubscribedAsync(patient, 1);
        Assert.Equal(TrackSource.Microphone, patient.Offer!.Tracks[0].Source);
        await Waiting.Until(() => patient.Room is { Seats: [{ Tracks.Count: 1 }, ..] }, "the room without the camera");
    }

    [Fact]
    public async Task Ice_restarts_on_both_connections_without_losing_the_keys()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        var next = await ShowUntilAsync(doctor, 0, () => patient.Received.Length > 0, "the first picture");

        var before = doctor.Answer;
        doctor.Publish.RestartIce();
        await doctor.OfferAsync();
        Assert.NotEqual(Ufrag(before), Ufrag(doctor.Answer));
        var offers = patient.Offer!.OfferId;
        var was = Ufrag(patient.Offer.Sdp);
        patient.Seat.RestartSubscription();
        await Waiting.Until(() => patient.Offer.OfferId > offers, "an offer with new credentials");
        Assert.NotEqual(was, Ufrag(patient.Offer.Sdp));
        var count = patient.Received.Length;
        await ShowUntilAsync(doctor, 0, () => patient.Received.Length > count + 3, "pictures after the restarts", next);
    }

    [Fact]
    public async Task Muted_sound_stays_here()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        await SubscribedAsync(patient, 2);
        await doctor.SayAsync(1);
        await Waiting.Until(() => patient.Received.Length == 1, "the first sound");
        doctor.Seat.SetMuted(TrackSource.Microphone, true);
        await Waiting.Until(() => patient.Room!.Seats[0].Tracks.Any(track => track.Muted), "the muted microphone");
        await doctor.SayAsync(2);

        // One socket keeps its order: once this has come through, the muted packet has been looked at.
        await ShowUntilAsync(doctor, 0, () => patient.Received.Any(packet => Header(packet).PayloadType == 96), "the picture after the muted sound");
        doctor.Seat.SetMuted(TrackSource.Microphone, false);
        await Waiting.Until(() => patient.Room!.Seats[0].Tracks.All(track => !track.Muted), "the open microphone");
        await doctor.SayAsync(3);
        byte[][] Heard() => [.. patient.Received.Where(packet => Header(packet).PayloadType == 111)];
        await Waiting.Until(() => Heard().Length >= 2, "sound again");
        Assert.Equal(2, Heard().Length);
        Assert.Equal(Header(Heard()[0]).Sequence + 1, Header(Heard()[1]).Sequence);
    }

    [Fact]
    public async Task Who_speaks_is_told_once()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        await doctor.PublishAsync();
        ushort sequence = 0;
        await Waiting.Until(
            () =>
            {
                for (var i = 0; i < 3; i++)
                {
                    _ = doctor.SayAsync(sequence++);
                }

                return patient.Events.OfType<SeatEvent.SpeakersChanged>().Any(speakers => speakers.Seats is [{ Value: "doctor" }]);
            },
            "the doctor as speaker");
        await Waiting.Until(
            () => patient.Events.OfType<SeatEvent.SpeakersChanged>().LastOrDefault() is { Seats.Count: 0 }, "silence");
        Assert.Equal(2, patient.Events.OfType<SeatEvent.SpeakersChanged>().Count());
    }

    [Fact]
    public async Task Limits_and_ends_are_told_by_name()
    {
        var (first, second) = (Enter("1"), Enter("2"));
        Enter("3");
        Assert.Equal("media.room_full", _server.Enter(_room, new SeatId("4"), _everything).Refusal);
        Assert.Null(_server.Enter(_room, new SeatId("3"), _everything).Refusal);
        Assert.Null(_server.Enter(new RoomId("b"), new SeatId("1"), _everything).Refusal);
        Assert.Equal("media.rooms_full", _server.Enter(new RoomId("c"), new SeatId("1"), _everything).Refusal);
        Assert.Equal("media.bad_sdp", (await first.Seat.PublishAsync("hello", [], TestContext.Current.CancellationToken)).Refusal);
        _server.CloseRoom(new RoomId("b"));
        await Waiting.Until(() => _server.Enter(new RoomId("c"), new SeatId("1"), _everything).Refusal is null, "room for another room");
        _server.CloseRoom(_room);
        await Waiting.Until(() => first.ClosedAs == "room_closed" && second.ClosedAs == "room_closed", "the room's end");
    }

    [Fact]
    public async Task A_stale_answer_is_ignored_and_a_broken_one_refused()
    {
        var (doctor, patient) = (Enter("doctor"), Enter("patient"));
        patient.Answers = false;
        await doctor.PublishAsync();
        await Waiting.Until(() => patient.Offer is not null, "an offer");
        var token = TestContext.Current.CancellationToken;
        Assert.Null(await patient.Seat.AnswerSubscriptionAsync(patient.Offer!.OfferId + 1, "rubbish", token));
        Assert.Equal("media.bad_sdp", await patient.Seat.AnswerSubscriptionAsync(patient.Offer.OfferId, "rubbish", token));
    }

    [Fact]
    public async Task A_stopping_server_tells_everybody()
    {
        var doctor = Enter("doctor");
        await _server.DisposeAsync();
        await Waiting.Until(() => doctor.ClosedAs == "server_stopping", "the end");
        Assert.Equal("media.stopping", _server.Enter(_room, new SeatId("x"), _everything).Refusal);
        Assert.Equal("media.seat_closed", (await doctor.Seat.PublishAsync("", [], TestContext.Current.CancellationToken)).Refusal);
    }

    private static RtpHeader Header(byte[] packet) => RoomClient.Header(packet);

    private static string Ufrag(string sdp) => sdp.Split("a=ice-ufrag:")[1].Split('\r')[0];

    private RoomClient Enter(string seat)
    {
        var (entered, refusal) = _server.Enter(_room, new SeatId(seat), _everything);
        Assert.Null(refusal);
        var client = new RoomClient(entered!, _peers);
        _clients.Add(client);
        return client;
    }

    private static async Task SubscribedAsync(RoomClient client, int tracks)
    {
        await Waiting.Until(() => client.Offer?.Tracks.Count == tracks, $"an offer of {tracks} tracks");
        await Waiting.For(client.Subscribe.Connected, "the subscribe connection");
    }

    /// <summary>Sends pictures of one layer, key frames whenever asked for, until something is true.</summary>
    private static async Task<ushort> ShowUntilAsync(
        RoomClient client, int layer, Func<bool> condition, string what, ushort sequence = 0)
    {
        await Waiting.Until(
            () =>
            {
                var done = condition();
                if (!done)
                {
                    _ = client.ShowAsync(layer, sequence++, key: sequence % 5 == 1);
                }

                return done;
            },
            what);
        return sequence;
    }

    private async Task ShowLayersUntilAsync(RoomClient client, Func<bool> condition, string what)
    {
        var sequence = _shown.GetValueOrDefault(client);
        await Waiting.Until(
            () =>
            {
                for (var layer = 0; layer < 3; layer++)
                {
                    _ = client.ShowAsync(layer, sequence, key: sequence % 5 == 0);
                }

                sequence++;
                return condition();
            },
            what);
        _shown[client] = sequence;
    }

    private static int LastWidth(RoomClient client)
    {
        foreach (var packet in client.Received.Reverse())
        {
            var header = Header(packet);
            if (header.PayloadType == 96 && Vp8Descriptor.TryRead(packet.AsSpan(header.PayloadOffset), out var vp8) && vp8.IsKeyFrame)
            {
                return vp8.Width;
            }
        }

        return 0;
    }

    private static void Collect(byte[] packet, HashSet<ushort> seen)
    {
        var reader = new RtcpReader(packet);
        while (reader.MoveNext())
        {
            if (reader.PacketType == RtcpTypes.TransportFeedback && reader.Count == RtcpTypes.TransportWide
                && TransportFeedbackReader.TryOpen(reader.Body, out var feedback))
            {
                while (feedback.MoveNext())
                {
                    if (feedback.Received)
                    {
                        seen.Add(feedback.Sequence);
                    }
                }
            }
        }
    }
}
