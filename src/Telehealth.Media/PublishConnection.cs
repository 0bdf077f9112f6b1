using System.Text;
using Telehealth.Media.Bandwidth;
using Telehealth.Media.Forwarding;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>The connection on which a client sends: learns its streams and hands their packets to the tracks. Only the room's loop touches this.</summary>
internal sealed class PublishConnection : ITransportOwner
{
    // Six tracks of three layers, each with retransmissions, and as many again while a browser changes its SSRCs.
    private const int MaxStreams = 72;

    // Soon enough for a picture within a second of being looked at.
    private const long DemandSpacing = 100_000;

    private readonly MediaSite _site;
    private readonly Participant _owner;
    private readonly Dictionary<uint, UpStream> _streams = [];
    private readonly List<PublishedLine> _lines = [];
    private readonly ulong _sessionId = MediaSite.NewSessionId();
    private readonly PublishFeedback _feedback;
    private long _nextDemand;
    private bool _demandDue;
    private ExtensionIds _ids;
    private RemoteParameters? _remote;
    private int _version;

    public PublishConnection(MediaSite site, Participant owner)
    {
        (_site, _owner) = (site, owner);
        Transport = site.Loop.CreateTransport(new TransportSettings($"pub {owner.Label}", MaxKbps(site.Options.MaxPublishKbps)), this);
        _feedback = new PublishFeedback(Transport, site.Options.MaxPublishKbps);
    }

    /// <summary>What is accepted from a publisher that was told <paramref name="videoKbps"/>: retransmissions, probes and sound come on top.</summary>
    public static int MaxKbps(int videoKbps) => (2 * videoKbps) + 1000;

    public Transport Transport { get; }

    public ArrivalLog Arrivals { get; } = new();

    public IReadOnlyList<PublishedLine> Lines => _lines;

    public PublishFeedback Feedback => _feedback;

    public UplinkWatch Uplink { get; } = new();

    /// <summary>The same peer connection of the client, and not a new one in its place.</summary>
    public bool Continues(RemoteParameters remote) =>
        _remote is null || string.Equals(_remote.Fingerprint, remote.Fingerprint, StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the offer's transport and numbers; the lines follow by <see cref="Add"/> and <see cref="Remove"/>.</summary>
    /// <returns>The answer, or nothing when the transport cannot use what the offer says.</returns>
    public string? Answer(PublishOffer offer, IReadOnlyList<LineVerdict> verdicts)
    {
        if (_remote is not null && _remote.Ufrag != offer.Remote.Ufrag)
        {
            Transport.RestartIce();
        }

        if (_remote != offer.Remote && !Transport.SetRemote(offer.Remote))
        {
            return null;
        }

        _remote = offer.Remote;

        _ids = offer.Extensions;
        var local = _site.Describe(Transport, _sessionId, ++_version);
        return PublishAnswer.Write(offer, verdicts, local, _site.Options.MaxPublishKbps, _owner.WantsLongPackets);
    }

    public void Add(PublishedLine line)
    {
        _lines.Add(line);
        // Whatever the client heard of an earlier line does not hold for this one.
        _demandDue |= !line.Track.IsAudio;
        Update(line);
    }

    public void Replace(PublishedLine old, PublishedLine line)
    {
        _lines[_lines.IndexOf(old)] = line;
        Update(line);
    }

    /// <summary>Registers the SSRCs that the description names; those of simulcast layers are learnt from their packets.</summary>
    private void Update(PublishedLine line)
    {
        foreach (var one in line.Track.Layers)
        {
            one.CanAsk = line.Offered.HasNack;
            one.DependenciesId = VideoFormats.IsLayered(line.Offered.Video) ? _ids.Dependencies : (byte)0;
            one.SoundTypes = (line.Offered.Codec.PayloadType, line.Offered.Codec.RedPayloadType);
        }

        if (line.Track.Layers.Count > 1)
        {
            return;
        }

        var layer = line.Track.Layers[0];
        var (media, rtx) = line.Offered.Sources;
        if (media != 0)
        {
            Register(media, new UpStream(layer, false, line.Offered.Codec.PayloadType));
            layer.Bind(media);
        }

        if (rtx != 0)
        {
            Register(rtx, new UpStream(layer, true, line.Offered.Codec.RtxPayloadType));
        }
    }

    public void Remove(PublishedLine line)
    {
        _lines.Remove(line);
        foreach (var (ssrc, stream) in _streams)
        {
            if (stream.Layer.Track == line.Track)
            {
                _streams.Remove(ssrc);
            }
        }
    }

    public void Tick(long nowMicros)
    {
        if (nowMicros >= _nextDemand)
        {
            _nextDemand = nowMicros + DemandSpacing;
            TellDemand(nowMicros);
        }

        _feedback.RoundTripMicros = _owner.Subscribing?.Feedback.RoundTripMs is { } milliseconds ? (long)(milliseconds * 1000) : null;
        _feedback.Tick(this, nowMicros);
    }

    private void TellDemand(long nowMicros)
    {
        var hasVideo = false;
        for (var i = 0; i < _lines.Count; i++)
        {
            var track = _lines[i].Track;
            _demandDue |= !track.IsAudio && track.Demand.Update(nowMicros);
            hasVideo |= !track.IsAudio && !track.Muted && track.Demand.Asked > 0;
        }

        _demandDue |= Uplink.Tick(hasVideo, nowMicros);

        if (_demandDue)
        {
            _demandDue = false;
            _owner.Push(new SeatEvent.LayersWanted(_lines.Where(line => !line.Track.IsAudio)
                .ToDictionary(line => line.Track.Mid, line => Math.Min(line.Track.Demand.Asked, Uplink.MaxLayers))));
        }
    }

    public void OnConnected(Transport transport) => _owner.Connected();

    public void OnClosed(Transport transport, TransportClose reason) => _owner.PublishClosed(reason);

    public void OnRtp(Transport transport, Span<byte> packet, long arrivalMicros)
    {
        if (!RtpHeader.TryRead(packet, out var header))
        {
            return;
        }

        Uplink.Count(packet.Length, arrivalMicros);
        // Every packet counts for the sender's estimate, probes and retransmissions too.
        var sequence = header.FindExtension(packet, _ids.TransportCc);
        if (sequence.Length == 2)
        {
            Arrivals.Record((ushort)((sequence[0] << 8) | sequence[1]), arrivalMicros);
        }

        if (!_streams.TryGetValue(header.Ssrc, out var stream) && !TryLearn(packet, header, out stream))
        {
            return;
        }

        var layer = stream.Layer;
        if (header.PayloadType != stream.PayloadType && (stream.IsRtx || !IsRedundant(layer, header.PayloadType)))
        {
            return;
        }

        if (layer.Track.Source == TrackSource.Microphone && !stream.IsRtx)
        {
            Uplink.Date(header.Timestamp, arrivalMicros);
        }

        if (!stream.IsRtx)
        {
            layer.Receive(packet, header, ReadLevel(layer, packet, header), arrivalMicros, _site.Loop.NowMicros, repeated: false);
        }
        else if (layer.Ssrc != 0
            && RtxPacket.TryRestore(packet, header, MediaPayloadType(layer.Track), layer.Ssrc, out var restored)
            && RtpHeader.TryRead(restored, out header))
        {
            layer.Receive(restored, header, 127, arrivalMicros, _site.Loop.NowMicros, repeated: true);
        }
    }

    public void OnRtcp(Transport transport, Span<byte> packet, long arrivalMicros)
    {
        // A BYE is ignored: browsers also send it for SSRCs that live on; the m-line says what is gone.
        var reader = new RtcpReader(packet);
        while (reader.MoveNext())
        {
            if (reader.PacketType == RtcpTypes.SenderReport && SenderReport.TryRead(reader.Body, out var report)
                && _streams.TryGetValue(report.Ssrc, out var stream) && !stream.IsRtx)
            {
                stream.Layer.Receive(report, arrivalMicros);
            }
        }
    }

    private static bool IsRedundant(UpLayer layer, byte payloadType) =>
        payloadType != 0 && layer.Track.IsAudio && payloadType == layer.SoundTypes.Redundant;

    private byte ReadLevel(UpLayer layer, ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        var extension = layer.Track.IsAudio ? header.FindExtension(packet, _ids.AudioLevel) : default;
        if (extension.Length != 1)
        {
            return 127;
        }

        if (!layer.Track.Muted)
        {
            layer.Track.Loudness!.Observe(extension[0], header.Timestamp);
        }

        return extension[0];
    }

    private byte MediaPayloadType(UpTrack track)
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].Track == track)
            {
                return _lines[i].Offered.Codec.PayloadType;
            }
        }

        return 0;
    }

    /// <summary>An SSRC that no description named: its first packets say which m-line and layer it is (RFC 8852, RFC 9143 9.2).</summary>
    private bool TryLearn(ReadOnlySpan<byte> packet, in RtpHeader header, out UpStream stream)
    {
        stream = default;
        var line = FindLine(header.FindExtension(packet, _ids.Mid), header.PayloadType);
        if (line is null || _streams.Count >= MaxStreams)
        {
            return false;
        }

        var codec = line.Offered.Codec;
        var isRtx = codec.RtxPayloadType != 0 && header.PayloadType == codec.RtxPayloadType;
        if (!isRtx && !Carries(codec, header.PayloadType))
        {
            return false;
        }

        var rid = header.FindExtension(packet, isRtx ? _ids.RepairedRid : _ids.Rid);
        var layer = line.Track.Layers.Count == 1 ? line.Track.Layers[0] : line.Track.FindLayer(rid);
        if (layer is null)
        {
            return false;
        }

        if (isRtx)
        {
            ForgetRepeats(layer);
        }
        else
        {
            _streams.Remove(layer.Ssrc);
            layer.Bind(header.Ssrc);
        }

        stream = new UpStream(layer, isRtx, isRtx ? header.PayloadType : codec.PayloadType);
        Register(header.Ssrc, stream);
        return true;
    }

    /// <summary>A browser that names a new stream of retransmissions has ended the one before.</summary>
    private void ForgetRepeats(UpLayer layer)
    {
        foreach (var (ssrc, stream) in _streams)
        {
            if (stream.IsRtx && stream.Layer == layer)
            {
                _streams.Remove(ssrc);
                return;
            }
        }
    }

    private PublishedLine? FindLine(ReadOnlySpan<byte> mid, byte payloadType)
    {
        PublishedLine? only = null;
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i];
            if (mid.Length > 0)
            {
                if (Ascii.Equals(mid, line.Offered.Mid))
                {
                    return line;
                }
            }
            else if (Carries(line.Offered.Codec, payloadType))
            {
                if (only is not null)
                {
                    return null;
                }

                only = line;
            }
        }

        return only;
    }

    private static bool Carries(in CodecChoice codec, byte payloadType) =>
        payloadType == codec.PayloadType || (codec.RedPayloadType != 0 && payloadType == codec.RedPayloadType);

    private void Register(uint ssrc, UpStream stream)
    {
        if (_streams.Count < MaxStreams)
        {
            _streams[ssrc] = stream;
        }
    }

    private readonly record struct UpStream(UpLayer Layer, bool IsRtx, byte PayloadType);
}

/// <summary>A received m-line: what was offered on it and the track it became.</summary>
internal sealed record PublishedLine(OfferedLine Offered, UpTrack Track);
