using System.Diagnostics.Metrics;
using Telehealth.Media.Ice;

namespace Telehealth.Media;

/// <summary>
/// What operators see of the media: the meter <c>Telehealth.Media</c>. Labels are few words known beforehand, never a room, a seat or an
/// address. Instruments may be used from every thread.
/// </summary>
internal sealed class MediaMeters : IDisposable
{
    public const string Name = "Telehealth.Media";

    public static readonly KeyValuePair<string, object?> Up = new("leg", "up");
    public static readonly KeyValuePair<string, object?> Down = new("leg", "down");

    private static readonly KeyValuePair<string, object?> _speaker = new("kind", "speaker");
    private static readonly KeyValuePair<string, object?> _listener = new("kind", "listener");
    private static readonly KeyValuePair<string, object?>[] _layers = [new("layer", "low"), new("layer", "middle"), new("layer", "high")];
    private static readonly KeyValuePair<string, object?> _only = new("layer", "only");
    private static readonly KeyValuePair<string, object?> _none = new("layer", "none");
    private static readonly KeyValuePair<string, object?> _carried = new("state", "carried");
    private static readonly KeyValuePair<string, object?> _missed = new("state", "missed");

    private readonly Meter _meter = new(Name);
    private readonly UpDownCounter<int> _rooms;
    private readonly UpDownCounter<int> _seats;
    private readonly Histogram<double> _bitrate;
    private readonly Histogram<double> _loss;
    private readonly Histogram<double> _jitter;
    private readonly Counter<long> _packets;
    private readonly Counter<long> _repeats;
    private readonly Counter<long> _keyFrames;
    private readonly Counter<long> _pictures;
    private readonly Counter<long> _sounds;

    public MediaMeters()
    {
        _rooms = _meter.CreateUpDownCounter<int>("telehealth.media.rooms", description: "Rooms open now");
        _seats = _meter.CreateUpDownCounter<int>("telehealth.media.seats", description: "Seats taken now, by kind");
        _bitrate = _meter.CreateHistogram<double>("telehealth.media.leg.bitrate", "bit/s", "RTP of a seat's leg in one second", advice: Steps(
            16_000, 32_000, 64_000, 128_000, 256_000, 512_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000));
        _loss = _meter.CreateHistogram<double>("telehealth.media.leg.loss", "1", "Share of a leg's packets lost in one second", advice: Steps(
            0, 0.01, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3, 0.5));
        _jitter = _meter.CreateHistogram<double>("telehealth.media.leg.jitter", "ms", "Interarrival jitter of a leg's worst stream", advice: Steps(
            2, 5, 10, 20, 40, 80, 160, 320));
        RoundTrip = _meter.CreateHistogram<double>("telehealth.media.leg.round_trip", "ms", "Round trip to a client", advice: Steps(
            10, 20, 40, 80, 160, 300, 600, 1200, 2400));
        _packets = _meter.CreateCounter<long>("telehealth.media.packets", "{packet}", "RTP packets carried, by leg");
        _repeats = _meter.CreateCounter<long>("telehealth.media.repeats", "{packet}", "Packets asked for again, by leg");
        _keyFrames = _meter.CreateCounter<long>("telehealth.media.key_frame_requests", "{request}", "Key frames asked for, by leg");
        _pictures = _meter.CreateCounter<long>("telehealth.media.picture_seconds", "s", "Time in which a picture was shown, by its layer");
        _sounds = _meter.CreateCounter<long>("telehealth.media.sound_seconds", "s", "Time in which sound was owed to a listener, by whether it was carried");
    }

    /// <summary>Somebody listens: else nothing needs to be worked out.</summary>
    public bool IsWatched => _bitrate.Enabled || _packets.Enabled;

    public Histogram<double> RoundTrip { get; }

    public void CountRoom(int change) => _rooms.Add(change);

    public void CountSeat(SeatRights rights, int change) => _seats.Add(change, rights.MayPublish ? _speaker : _listener);

    public void Count(KeyValuePair<string, object?> leg, in LegSnapshot second)
    {
        _bitrate.Record(second.BitsPerSecond, leg);
        _packets.Add(second.Packets, leg);
        _repeats.Add(second.Repeats, leg);
        _keyFrames.Add(second.KeyFrameRequests, leg);
        if (second.Loss is { } loss)
        {
            _loss.Record(loss, leg);
            _jitter.Record(second.JitterMs, leg);
        }
    }

    /// <summary>One second of one picture for one receiver.</summary>
    public void CountPicture(int? layer, int layers) =>
        _pictures.Add(1, layer is not { } index ? _none : layers == 1 ? _only : _layers[Math.Min(index, 2)]);

    /// <summary>One second of one microphone for one listener.</summary>
    public void CountSound(bool isCarried) => _sounds.Add(1, isCarried ? _carried : _missed);

    /// <summary>Reads the loops' own counters whenever somebody collects.</summary>
    public void Watch(Func<LoopCounters> read)
    {
        _meter.CreateObservableCounter("telehealth.media.datagrams", () => DatagramsOf(read()), "{datagram}", "Datagrams of the media port, by direction");
        _meter.CreateObservableCounter(
            "telehealth.media.datagrams.dropped",
            () => DroppedOf(read()),
            "{datagram}",
            "Datagrams dropped at the media port, by reason");
        _meter.CreateObservableCounter("telehealth.media.faults", () => read().Faults, "{fault}", "Exceptions that escaped a handler; each one is a bug");
    }

    public void Dispose() => _meter.Dispose();

    private static Measurement<long>[] DatagramsOf(LoopCounters counters) =>
    [
        new(counters.DatagramsReceived, new KeyValuePair<string, object?>("direction", "in")),
        new(counters.Port.DatagramsSent, new KeyValuePair<string, object?>("direction", "out")),
    ];

    private static Measurement<long>[] DroppedOf(LoopCounters counters) =>
    [
        Dropped(counters.DroppedByKernel, "kernel_queue"),
        Dropped(counters.DroppedUnknownKind, "unknown_kind"),
        Dropped(counters.DroppedUnvalidated, "unvalidated_address"),
        Dropped(counters.DroppedStun, "bad_stun"),
        Dropped(counters.Port.DroppedOutgoing, "kernel_refused"),
    ];

    private static Measurement<long> Dropped(long count, string reason) => new(count, new KeyValuePair<string, object?>("reason", reason));

    private static InstrumentAdvice<double> Steps(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
