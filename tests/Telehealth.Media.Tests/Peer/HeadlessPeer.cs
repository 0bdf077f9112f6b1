using System.Collections.Concurrent;
using Telehealth.Media.Dtls;

namespace Telehealth.Media.Peer;

/// <summary>A whole participant: a seat in a room, a publish and a subscribe connection, and the signalling between them.</summary>
internal sealed class HeadlessPeer : IAsyncDisposable
{
    private readonly PeerLoop _loop;
    private readonly DtlsIdentity _identity = new(TimeProvider.System.GetUtcNow());
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _pump;
    private readonly bool _firefox;
    private readonly PeerWay? _way;
    private (ImpairedLink Up, ImpairedLink Down)? _links;

    private HeadlessPeer(PeerLoop loop, Seat seat, bool firefox, PeerWay? way)
    {
        _loop = loop;
        _firefox = firefox;
        _way = way;
        Seat = seat;
        Subscriber = new SubscribingPeer(loop, _identity, firefox, way);
        _pump = PumpAsync();
    }

    public Seat Seat { get; }

    public PublishingPeer? Publisher { get; private set; }

    public SubscribingPeer Subscriber { get; }

    /// <summary>The room as the server told it last.</summary>
    public IReadOnlyList<SeatState> Room { get; private set; } = [];

    public IReadOnlyList<SeatId> Speakers { get; private set; } = [];

    /// <summary>What stands on each m-line of the last offer.</summary>
    public IReadOnlyList<SubscribedTrack> Tracks { get; private set; } = [];

    /// <summary>Sends no more layers than somebody looks at, as our client does.</summary>
    public bool ObeysLayers { get; set; }

    /// <summary>Everything the server told, in order.</summary>
    public ConcurrentQueue<SeatEvent> Events { get; } = new();

    /// <summary>Why the seat ended.</summary>
    public Task<string> Closed => _closed.Task;

    public static HeadlessPeer Enter(
        MediaServer server, PeerLoop loop, string room, string seat, bool firefox = false, SeatRights? rights = null, PeerWay? way = null)
    {
        var (taken, refusal) = server.Enter(new RoomId(room), new SeatId(seat), rights ?? new SeatRights(true, true, true, true));
        return new HeadlessPeer(loop, taken ?? throw new InvalidOperationException($"no seat: {refusal}"), firefox, way);
    }

    /// <summary>Puts a network between this peer and the server; both connections share it, as they share a phone's.</summary>
    public Task ImpairAsync(ImpairedLink up, ImpairedLink down)
    {
        _links = (up, down);
        return _loop.RunAsync(() => Impair(Subscriber.Transport));
    }

    /// <summary>Publishes, connects and starts to send.</summary>
    public async Task PublishAsync(PublishShape shape)
    {
        Publisher ??= new PublishingPeer(_loop, _identity, shape with { Firefox = _firefox }, _way);
        await _loop.RunAsync(() => Impair(Publisher.Transport));
        await NegotiatePublishAsync(shape);
        await Waiting.For(Publisher.Transport.Connected, "the publish connection");
        await _loop.RunAsync(Publisher.StartMedia);
    }

    /// <summary>What a browser does after its network changed.</summary>
    public async Task RestartPublishIceAsync(PublishShape shape)
    {
        await _loop.RunAsync(Publisher!.Transport.RestartIce);
        await NegotiatePublishAsync(shape);
    }

    /// <summary>The stream that a track of another seat is received on; null before it is offered.</summary>
    public ReceivedStream? StreamOf(string seat, TrackSource source)
    {
        var track = Tracks.FirstOrDefault(track => track.Seat.Value == seat && track.Source == source);
        return track is null ? null : Subscriber.ByMid.GetValueOrDefault(track.Mid);
    }

    public async ValueTask DisposeAsync()
    {
        Seat.Leave();
        await _stopping.CancelAsync();
        await _pump;
        await _loop.RunAsync(() =>
        {
            Publisher?.Transport.Close();
            Subscriber.Transport.Close();
        });
        _stopping.Dispose();
        _identity.Dispose();
    }

    private async Task NegotiatePublishAsync(PublishShape shape)
    {
        var offer = await _loop.RunAsync(Publisher!.CreateOffer);
        var tracks = new List<TrackIntent>();
        if (shape.Audio)
        {
            tracks.Add(new TrackIntent("0", TrackSource.Microphone, Muted: false));
        }

        if (shape.Video)
        {
            tracks.Add(new TrackIntent(shape.Audio ? "1" : "0", TrackSource.Camera, Muted: false));
        }

        var (answer, refusal) = await Seat.PublishAsync(offer, tracks, _stopping.Token);
        if (answer is null)
        {
            throw new InvalidOperationException($"publishing was refused: {refusal}");
        }

        await _loop.RunAsync(() => Publisher.ApplyAnswer(answer));
    }

    private void Impair(PeerTransport transport)
    {
        if (_links is var (up, down))
        {
            (transport.Uplink, transport.Downlink) = (up, down);
        }
    }

    private void Pause(IReadOnlyList<TrackId> paused)
    {
        foreach (var track in Tracks)
        {
            Subscriber.ByMid.GetValueOrDefault(track.Mid)?.Decoding.Pause(paused.Contains(track.Track));
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var told in Seat.Events.ReadAllAsync(_stopping.Token))
            {
                Events.Enqueue(told);
                await ObeyAsync(told);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
        catch (Exception fault)
        {
            _closed.TrySetException(fault);
        }
    }

    private async Task ObeyAsync(SeatEvent told)
    {
        switch (told)
        {
            case SeatEvent.Offered offered:
                var answer = await _loop.RunAsync(() => Subscriber.AnswerOffer(offered.Sdp));
                Tracks = offered.Tracks;
                var refusal = await Seat.AnswerSubscriptionAsync(offered.OfferId, answer, _stopping.Token);
                if (refusal is not null)
                {
                    throw new InvalidOperationException($"the answer was refused: {refusal}");
                }

                break;
            case SeatEvent.VideoPaused paused:
                await _loop.RunAsync(() => Pause(paused.Tracks));
                break;
            case SeatEvent.NarrowLink narrow when Publisher is { } publisher:
                await _loop.RunAsync(() => publisher.IsAskedForLongSound = narrow.LongPackets);
                break;
            case SeatEvent.LayersWanted wanted when ObeysLayers && Publisher is not null:
                await _loop.RunAsync(() => Publisher.ActiveLayers = wanted.LayersByMid.Values.DefaultIfEmpty(3).Max());
                break;
            case SeatEvent.RoomChanged changed:
                Room = changed.Seats;
                break;
            case SeatEvent.SpeakersChanged changed:
                Speakers = changed.Seats;
                break;
            case SeatEvent.Closed closed:
                _closed.TrySetResult(closed.Reason);
                break;
        }
    }
}
