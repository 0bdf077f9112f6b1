using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>A track as its publisher sends it: one layer, or up to three of a simulcast. Only the room's loop touches this.</summary>
internal sealed class UpTrack
{
    public const int VideoClockRate = 90_000;
    public const int AudioClockRate = 48_000;

    private readonly List<DownTrack> _receivers = [];
    private bool _silenced;
    private bool _forbidden;

    public UpTrack(
        TrackId id, SeatId seat, TrackSource source, string mid, bool isAudio, IReadOnlyList<string> rids, VideoCodec codec = VideoCodec.Vp8)
    {
        (Id, Seat, Source, Mid, IsAudio, Codec) = (id, seat, source, mid, isAudio, codec);
        Layers = rids.Count == 0
            ? [new UpLayer(this, 0, "")]
            : [.. rids.Select((rid, index) => new UpLayer(this, index, rid))];
        Loudness = isAudio ? new Loudness() : null;
        Demand = new LayerDemand(this);
    }

    public TrackId Id { get; }

    public SeatId Seat { get; }

    public TrackSource Source { get; }

    public string Mid { get; }

    public bool IsAudio { get; }

    /// <summary>Says nothing about sound.</summary>
    public VideoCodec Codec { get; }

    public int ClockRate => IsAudio ? AudioClockRate : VideoClockRate;

    /// <summary>Lowest quality first.</summary>
    public IReadOnlyList<UpLayer> Layers { get; }

    public LayerDemand Demand { get; }

    public Loudness? Loudness { get; }

    /// <summary>Nothing of it is forwarded: muted by its person or by a moderator, or no longer allowed.</summary>
    public bool Muted { get; private set; }

    public IReadOnlyList<DownTrack> Receivers => _receivers;

    public void Add(DownTrack receiver) => _receivers.Add(receiver);

    public void Remove(DownTrack receiver) => _receivers.Remove(receiver);

    /// <returns>True when something changed for the receivers.</returns>
    public bool SetMuted(bool muted)
    {
        _silenced = muted;
        return Update();
    }

    /// <summary>Whether its seat may send it at all.</summary>
    /// <returns>True when something changed for the receivers.</returns>
    public bool SetAllowed(bool allowed)
    {
        _forbidden = !allowed;
        return Update();
    }

    /// <summary>Between how many qualities a narrow link can choose: the layers of a simulcast, or the spatial ones within one stream.</summary>
    public int Steps => HasOneStream ? Layers[0].SpatialLayers : Layers.Count;

    public bool HasOneStream => Layers.Count == 1;

    /// <summary>Of one step.</summary>
    public int TemporalLayers(int step) => LayerOf(step).Rates.TemporalLayers;

    /// <summary>What a receiver is sent of one step, in bits per second.</summary>
    public long BitsPerSecond(int step, int maxTemporal, long nowMicros)
    {
        var rates = LayerOf(step).Rates;
        return HasOneStream && Steps > 1
            ? rates.BitsPerSecond(step, maxTemporal, nowMicros)
            : rates.BitsPerSecond(maxTemporal, nowMicros);
    }

    private UpLayer LayerOf(int step) => Layers[HasOneStream ? 0 : step];

    public UpLayer? FindLayer(ReadOnlySpan<byte> rid)
    {
        for (var i = 0; i < Layers.Count; i++)
        {
            var name = Layers[i].Rid;
            if (name.Length == rid.Length && System.Text.Ascii.Equals(rid, name))
            {
                return Layers[i];
            }
        }

        return null;
    }

    /// <summary>When its publisher was last heard; 0 before the first packet.</summary>
    public long HeardAtMicros { get; private set; }

    public void Forward(UpLayer layer, in IncomingPacket packet)
    {
        HeardAtMicros = packet.Micros;
        if (Muted)
        {
            return;
        }

        for (var i = 0; i < _receivers.Count; i++)
        {
            _receivers[i].Forward(layer, packet);
        }
    }

    private bool Update()
    {
        var muted = _silenced || _forbidden;
        if (muted == Muted)
        {
            return false;
        }

        Muted = muted;
        foreach (var layer in Layers)
        {
            layer.Forget();
        }

        Loudness?.Reset();
        for (var i = 0; !muted && i < _receivers.Count; i++)
        {
            _receivers[i].Resume();
        }

        return true;
    }
}
