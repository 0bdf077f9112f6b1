using System.Net;
using System.Text;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peer;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>A browser at a seat: publishes a microphone and a camera of three layers, receives what it is offered.</summary>
internal sealed class RoomClient : IAsyncDisposable
{
    public const uint AudioSsrc = 1000;
    public const uint CameraSsrc = 2000;
    public const uint CameraRtxSsrc = 3000;

    private readonly Lock _gate = new();
    private readonly PeerLoop _loop;
    private readonly DtlsIdentity _identity = new(TimeProvider.System.GetUtcNow());
    private readonly CancellationTokenSource _gone = new();
    private readonly List<SeatEvent> _events = [];
    private readonly List<byte[]> _received = [];
    private readonly List<byte[]> _feedback = [];
    private readonly List<byte[]> _reports = [];
    private readonly Task _pump;

    public RoomClient(Seat seat, PeerLoop loop)
    {
        (Seat, _loop) = (seat, loop);
        Publish = new PeerTransport(loop, _identity) { OnRtcp = (packet, _) => Keep(_feedback, packet) };
        Subscribe = new PeerTransport(loop, _identity)
        {
            OnRtp = (packet, _) => Keep(_received, packet),
            OnRtcp = (packet, _) => Keep(_reports, packet),
        };
        _pump = PumpAsync();
    }

    public Seat Seat { get; }

    public PeerTransport Publish { get; }

    public PeerTransport Subscribe { get; }

    public string Answer { get; private set; } = "";

    public SeatEvent[] Events => Copy(_events);

    public byte[][] Received => Copy(_received);

    public byte[][] Feedback => Copy(_feedback);

    /// <summary>The control packets of the subscribe connection.</summary>
    public byte[][] Reports => Copy(_reports);

    public SeatEvent.Offered? Offer => Events.OfType<SeatEvent.Offered>().LastOrDefault();

    public SeatEvent.RoomChanged? Room => Events.OfType<SeatEvent.RoomChanged>().LastOrDefault();

    public string? ClosedAs => Events.OfType<SeatEvent.Closed>().LastOrDefault()?.Reason;

    /// <summary>False: offers are kept but not answered.</summary>
    public bool Answers { get; set; } = true;

    /// <summary>Offers and takes sound with redundancy, as Chromium does and Firefox does not.</summary>
    public bool Redundant { get; init; }

    /// <summary>The SSRC on which a remote track arrives.</summary>
    public uint SsrcOf(TrackSource source, SeatId seat)
    {
        var offer = Offer!;
        var mid = offer.Tracks.First(track => track.Source == source && track.Seat == seat).Mid;
        Assert.True(SdpDocument.TryParse(offer.Sdp, out var document, SdpDocument.MaxAnswered));
        return SdpFields.ReadSources(document.Media.First(media => media.Mid == mid)).Media;
    }

    public byte[][] ReceivedOn(uint ssrc) => [.. Received.Where(packet => Header(packet).Ssrc == ssrc)];

    /// <summary>Offers microphone and camera, takes the answer and connects.</summary>
    public async Task PublishAsync(bool camera = true)
    {
        await OfferAsync(camera);
        await Waiting.For(Publish.Connected, "the publish connection");
    }

    public async Task OfferAsync(bool camera = true)
    {
        var (sdp, refusal) = await TryOfferAsync(camera);
        Assert.Null(refusal);
        await ConnectAsync(sdp!);
    }

    /// <summary>Takes an answer to <see cref="OfferText"/>.</summary>
    public Task ConnectAsync(string sdp)
    {
        Answer = sdp;
        var remote = Remote(sdp, DtlsRole.Server);
        return _loop.RunAsync(() => Publish.Connect(remote));
    }

    public string OfferText(bool camera = true) => OfferSdp(camera);

    /// <summary>A packet as it would go out, for tests that capture and replay.</summary>
    public Task<byte[]> SealAsync(byte[] packet) => _loop.RunAsync(() => Publish.SealRtp(packet));

    public Task SendRawAsync(byte[] datagram) => _loop.RunAsync(() => Publish.SendRaw(datagram));

    public Task<(string? Sdp, string? Refusal)> TryOfferAsync(bool camera = true)
    {
        var intents = new List<TrackIntent> { new("a", TrackSource.Microphone, false) };
        if (camera)
        {
            intents.Add(new TrackIntent("v", TrackSource.Camera, false));
        }

        return Seat.PublishAsync(OfferSdp(camera), intents, CancellationToken.None);
    }

    public Task SendAsync(byte[] packet) => _loop.RunAsync(() => Publish.SendRtp(packet));

    public Task SendReportAsync(byte[] packet) => _loop.RunAsync(() => Publish.SendRtcp(packet));

    public Task SendControlAsync(byte[] packet) => _loop.RunAsync(() => Subscribe.SendRtcp(packet));

    public Task SayAsync(ushort sequence) =>
        SendAsync(TestPackets.Rtp(111, sequence, sequence * 960u, AudioSsrc, [1, 2, 3, 4], false, (4, "a"u8.ToArray()), (1, [20])));

    /// <summary>One packet of a camera layer, 0 to 2; a whole frame by itself.</summary>
    public Task ShowAsync(int layer, ushort sequence, bool key, uint transport = 0) =>
        SendAsync(Picture(layer, sequence, key, transport));

    public static byte[] Picture(int layer, ushort sequence, bool key, uint transport = 0) => TestPackets.Rtp(
        96,
        sequence,
        sequence * 3000u,
        CameraSsrc + (uint)layer,
        TestPackets.Vp8(sequence, (byte)sequence, 1, key, true, 320 << layer, 180 << layer),
        true,
        (4, "v"u8.ToArray()),
        (10, Encoding.ASCII.GetBytes("qhf".Substring(layer, 1))),
        (3, [(byte)(transport >> 8), (byte)transport]));

    public static RtpHeader Header(byte[] packet)
    {
        Assert.True(RtpHeader.TryRead(packet, out var header));
        return header;
    }

    /// <summary>Whether the server asked for something, by RTCP type and message, about a stream.</summary>
    public bool WasAsked(byte type, int message, uint ssrc)
    {
        foreach (var packet in Feedback)
        {
            var reader = new RtcpReader(packet);
            while (reader.MoveNext())
            {
                if (reader.PacketType == type && reader.Count == message && FeedbackReader.MediaSsrc(reader.Body) == ssrc)
                {
                    return true;
                }
            }
        }

        return false;
    }

    public void ForgetTraffic()
    {
        lock (_gate)
        {
            _received.Clear();
            _feedback.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Seat.Leave();
        await _gone.CancelAsync();
        await _pump;
        _gone.Dispose();
        await _loop.RunAsync(() =>
        {
            _loop.Remove(Publish);
            _loop.Remove(Subscribe);
            Publish.Dispose();
            Subscribe.Dispose();
        });
        _identity.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var happened in Seat.Events.ReadAllAsync(_gone.Token))
            {
                lock (_gate)
                {
                    _events.Add(happened);
                }

                if (happened is SeatEvent.Offered offer && Answers)
                {
                    await AnswerAsync(offer);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(SeatEvent.Offered offer)
    {
        Assert.True(SdpDocument.TryParse(offer.Sdp, out var document, SdpDocument.MaxAnswered));
        var text = new SdpWriter().Line("v=0").Line("o=- 1 1 IN IP4 127.0.0.1").Line("s=-").Line("t=0 0");
        foreach (var media in document.Media)
        {
            var formats = media.Formats.Where(format => format != "63" || Redundant);
            text.Line($"m={media.Kind} 9 {media.Protocol} {string.Join(' ', formats)}");
            text.Line($"a=mid:{media.Mid}").Line(media.Has("sendonly") ? "a=recvonly" : "a=inactive").Line("a=rtcp-mux");
            AddTransport(text, Subscribe, "active");
            foreach (var name in (string[])["rtpmap", "fmtp", "extmap"])
            {
                foreach (var value in media.All(name).Where(value => Redundant || !value.StartsWith("63 ", StringComparison.Ordinal)))
                {
                    text.Line($"a={name}:{value}");
                }
            }
        }

        var remote = Remote(offer.Sdp, DtlsRole.Client);
        var refusal = await Seat.AnswerSubscriptionAsync(offer.OfferId, text.ToString(), CancellationToken.None);
        if (refusal == "media.seat_closed")
        {
            // It left while it was answering.
            return;
        }

        Assert.Null(refusal);
        await _loop.RunAsync(() => Subscribe.Connect(remote));
    }

    private string OfferSdp(bool camera)
    {
        var text = new SdpWriter().Line("v=0").Line("o=- 1 1 IN IP4 127.0.0.1").Line("s=-").Line("t=0 0");
        text.Line("a=group:BUNDLE a v").Line($"m=audio 9 UDP/TLS/RTP/SAVPF 111{(Redundant ? " 63" : "")}").Line("a=mid:a").Line("a=sendonly");
        text.Line("a=rtcp-mux").Line("a=rtpmap:111 opus/48000/2").Line($"a=extmap:4 {ExtensionIds.MidUri}");
        text.Line($"a=extmap:1 {ExtensionIds.AudioLevelUri}");
        if (Redundant)
        {
            text.Line("a=rtpmap:63 red/48000/2").Line("a=fmtp:63 111/111");
        }

        AddTransport(text, Publish, "actpass");
        text.Line("m=video 9 UDP/TLS/RTP/SAVPF 96 97").Line("a=mid:v").Line("a=rtcp-mux");
        text.Line(camera ? "a=sendonly" : "a=inactive").Line("a=rtpmap:96 VP8/90000").Line("a=rtpmap:97 rtx/90000");
        text.Line("a=fmtp:97 apt=96").Line("a=rtcp-fb:96 transport-cc").Line("a=rtcp-fb:96 nack").Line($"a=extmap:3 {ExtensionIds.TransportCcUri}");
        text.Line($"a=extmap:10 {ExtensionIds.RidUri}").Line($"a=extmap:11 {ExtensionIds.RepairedRidUri}");
        text.Line("a=rid:q send").Line("a=rid:h send").Line("a=rid:f send").Line("a=simulcast:send q;h;f");
        AddTransport(text, Publish, "actpass");
        return text.ToString();
    }

    private static void AddTransport(SdpWriter text, PeerTransport transport, string setup) => text
        .Line($"a=ice-ufrag:{transport.Ufrag}").Line($"a=ice-pwd:{transport.Password}")
        .Line($"a=fingerprint:sha-256 {transport.Fingerprint}").Line($"a=setup:{setup}");

    private static PeerRemote Remote(string sdp, DtlsRole role)
    {
        Assert.True(SdpDocument.TryParse(sdp, out var document, SdpDocument.MaxAnswered));
        var media = document.Media.First(line => line.Find("candidate") is not null);
        var candidate = media.Find("candidate")!.Split(' ');
        return new PeerRemote(
            new IPEndPoint(IPAddress.Parse(candidate[4]), int.Parse(candidate[5], System.Globalization.CultureInfo.InvariantCulture)),
            media.Find("ice-ufrag")!,
            media.Find("ice-pwd")!,
            media.Find("fingerprint")!.Split(' ')[1],
            role);
    }

    private void Keep(List<byte[]> list, ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            list.Add(packet.ToArray());
        }
    }

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
