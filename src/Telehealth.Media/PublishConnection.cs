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
    // Soon enough for a picture within a second of being looked at.
    private const long DemandSpacing = 100_000;

    private readonly MediaSite _site;
    private readonly Participant _owner;
    private readonly PublishedStreams _streams = new();
    private readonly ulong _sessionId = MediaSite.NewSessionId();
    private readonly PublishFeedback _feedback;
    private readonly PublishAllowance _allowance;
    private long _nextDemand;
    private bool _demandDue;
    private RemoteParameters? _remote;
    private int _version;

    public PublishConnection(MediaSite site, Participant owner)
    {
        (_site, _owner) = (site, owner);
        Transport = site.Loop.CreateTransport(new TransportSettings($"pub {owner.Label}"), this);
        _allowance = new PublishAllowance(site.Options.MaxPublishKbps);
        _feedback = new PublishFeedback(Transport, site.Options.MaxPublishKbps);
    }

    public Transport Transport { get; }

    public ArrivalLog Arrivals { get; } = new();

    public IReadOnlyList<PublishedLine> Lines => _streams.Lines;

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

        _streams.Ids = offer.Extensions;
        var local = _site.Describe(Transport, _sessionId, ++_version);
        return PublishAnswer.Write(offer, verdicts, local, _site.Options.MaxPublishKbps, _owner.WantsLongPackets);
    }

    public void Add(PublishedLine line)
    {
        // Whatever the client heard of an earlier line does not hold for this one.
        _demandDue |= !line.Track.IsAudio;
        _streams.Add(line);
        Grant();
    }

    public void Replace(PublishedLine old, PublishedLine line)
    {
        _streams.Replace(old, line);
        Grant();
    }

    public void Remove(PublishedLine line)
    {
        _streams.Remove(line);
        Grant();
    }

    private void Grant() => _allowance.Grant(
        Lines.Count(line => !line.Track.IsAudio), [.. Lines.Where(line => line.Track.IsAudio).Select(line => line.Offered.Codec)]);

    public void Tick(long nowMicros)
    {
        if (nowMicros >= _nextDemand || IsDemandDue())
        {
            _nextDemand = nowMicros + DemandSpacing;
            TellDemand(nowMicros);
        }

        _feedback.RoundTripMicros = _owner.Subscribing?.Feedback.RoundTripMs is { } milliseconds ? (long)(milliseconds * 1000) : null;
        _feedback.Tick(this, nowMicros);
    }

    private bool IsDemandDue()
    {
        for (var i = 0; i < Lines.Count; i++)
        {
            if (Lines[i].Track.Demand.IsDue)
            {
                return true;
            }
        }

        return false;
    }

    private void TellDemand(long nowMicros)
    {
        var hasVideo = false;
        for (var i = 0; i < Lines.Count; i++)
        {
            var track = Lines[i].Track;
            _demandDue |= !track.IsAudio && track.Demand.Update(nowMicros);
            hasVideo |= !track.IsAudio && !track.Muted && track.Demand.Asked > 0;
        }

        _demandDue |= Uplink.Tick(hasVideo, nowMicros);

        if (_demandDue)
        {
            _demandDue = false;
            _owner.Push(new SeatEvent.LayersWanted(Lines.Where(line => !line.Track.IsAudio)
                .ToDictionary(line => line.Track.Mid, line => Math.Min(line.Track.Demand.Asked, Uplink.MaxLayers))));
        }
    }

    public void OnConnected(Transport transport) => _owner.Connected();

    public void OnClosed(Transport transport, TransportClose reason) => _owner.PublishClosed(reason);

    public bool Admits(ReadOnlySpan<byte> packet, bool isRtcp, long arrivalMicros) =>
        _allowance.TryTake(packet, isRtcp, arrivalMicros);

    public void OnRtp(Transport transport, Span<byte> packet, long arrivalMicros)
    {
        if (!RtpHeader.TryRead(packet, out var header))
        {
            return;
        }

        Uplink.Count(packet.Length, arrivalMicros);
        // Every packet counts for the sender's estimate, probes and retransmissions too.
        var sequence = header.FindExtension(packet, _streams.Ids.TransportCc);
        if (sequence.Length == 2)
        {
            Arrivals.Record((ushort)((sequence[0] << 8) | sequence[1]), arrivalMicros);
        }

        if (!_streams.TryFind(packet, header, out var stream))
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
            && RtxPacket.TryRestore(packet, header, _streams.MediaPayloadType(layer.Track), layer.Ssrc, out var restored)
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
                && _streams.TryFind(report.Ssrc, out var stream) && !stream.IsRtx)
            {
                stream.Layer.Receive(report, arrivalMicros);
            }
        }
    }

    private static bool IsRedundant(UpLayer layer, byte payloadType) =>
        payloadType != 0 && layer.Track.IsAudio && payloadType == layer.SoundTypes.Redundant;

    private byte ReadLevel(UpLayer layer, ReadOnlySpan<byte> packet, in RtpHeader header)
    {
        var extension = layer.Track.IsAudio ? header.FindExtension(packet, _streams.Ids.AudioLevel) : default;
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
}
