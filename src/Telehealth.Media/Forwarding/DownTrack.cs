using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>One track on its way to one receiver, in the receiver's own numbers. Only the room's loop touches this.</summary>
internal sealed class DownTrack
{
    // A key frame of a large picture. Beyond that a new one comes sooner than the old one's rest can be sent.
    private const int MaxOvertaken = 128;

    private readonly Egress _egress;
    private readonly byte[] _mid;
    private readonly SequenceMunger _sequence;
    private readonly TimestampMunger _timestamp;
    private readonly VideoMunger _pictures = new();
    private readonly LayerSwitch _layers;
    private readonly RepeatStream? _repeats;
    private readonly Overrun _overrun;
    private UpLayer? _clockLayer;
    private int _clockGeneration;
    private byte _payloadType;
    private bool _accepted;

    /// <param name="seed">Random; the first sequence numbers stay below 2^15, because SRTP guesses the roll-over count from them.</param>
    public DownTrack(UpTrack source, Egress egress, byte[] mid, uint ssrc, uint rtxSsrc, uint seed)
    {
        (Source, _egress, _mid, Ssrc, RtxSsrc) = (source, egress, mid, ssrc, rtxSsrc);
        _layers = new LayerSwitch(source);
        _overrun = new Overrun(egress);
        _sequence = new SequenceMunger((ushort)(seed & 0x7FFF));
        _repeats = source.IsAudio ? null : new RepeatStream(egress, mid, rtxSsrc, (ushort)((seed >> 16) & 0x7FFF));
        _timestamp = new TimestampMunger(source.ClockRate);
    }

    public UpTrack Source { get; }

    public uint Ssrc { get; }

    public uint RtxSsrc { get; }

    /// <summary>Under which the receiver takes sound with redundancy; 0 when it takes none.</summary>
    public byte RedPayloadType { get; set; }

    /// <summary>A sender report must go out before its regular time.</summary>
    public bool ReportDue { get; set; }

    public bool Visible => _layers.Visible;

    /// <summary>
    /// Higher is served first when the link cannot carry everything; the tile in focus has 1, others 0. A shared screen is what is
    /// talked about, wherever it stands.
    /// </summary>
    public int Priority => Math.Max(_layers.Priority, Source.Source == TrackSource.Screen ? 1 : 0);

    /// <summary>How many layers, from the lowest, the tile can make use of; 0 when it is hidden.</summary>
    public int UsefulLayers => _layers.Useful;

    /// <inheritdoc cref="LayerSwitch.UsefulSteps"/>
    public int UsefulSteps => _layers.UsefulSteps;

    /// <summary>The highest layer the link carries, of <see cref="UpTrack.Steps"/>.</summary>
    public int MaxLayer { get; set; } = int.MaxValue;

    /// <summary>The highest temporal layer the link carries, of the highest layer.</summary>
    public int MaxTemporal { get; set; } = int.MaxValue;

    /// <summary>Whether the link carries this video at all.</summary>
    public LinkPause Pause { get; } = new();

    public UpLayer? Current => _layers.Current;

    public uint PacketsSent { get; private set; }

    public uint OctetsSent { get; private set; }

    /// <summary>The receiver's answer took the m-line, with these payload types.</summary>
    public void Accept(byte payloadType, byte rtxPayloadType)
    {
        _payloadType = payloadType;
        if (_repeats is not null)
        {
            _repeats.PayloadType = rtxPayloadType;
        }

        if (!_accepted)
        {
            _accepted = true;
            Resume();
        }
    }

    public void SetTile(bool visible, int width, int height, int priority, long nowMicros)
    {
        if (visible && !Visible)
        {
            Resume();
        }

        _layers.SetTile(visible, width, height, priority, nowMicros);
        Source.Demand.Note(UsefulLayers);
    }

    /// <summary>What was missed is gone: go on with the next packet of sound, the next key frame of video.</summary>
    public void Resume()
    {
        _overrun.End();
        Restart();
    }

    /// <summary>Several times a second: follows the tile, the link and what the publisher sends.</summary>
    public void ChooseLayer(long nowMicros)
    {
        if (!Source.IsAudio && !Source.Muted && CanSend && !Pause.IsPaused)
        {
            var wanted = _layers.Choose(MaxLayer, nowMicros);
            if (Current is null)
            {
                Replay(_layers.Target ?? Source.Layers[0], nowMicros);
            }

            if (wanted is not null && wanted != Current)
            {
                Ask(wanted, nowMicros);
            }
            else if (_layers.IsStuck(_pictures.Spatial, nowMicros))
            {
                Current?.RequestKeyFrame();
            }
        }
    }

    public void Forward(UpLayer layer, in IncomingPacket packet)
    {
        if (!CanSend || Pause.IsPaused)
        {
            return;
        }

        if (Source.IsAudio)
        {
            if (packet.Header.PayloadLength > 0)
            {
                ForwardAudio(layer, packet);
            }
        }
        else if (packet.Header.PayloadLength == 0)
        {
            if (layer == Current)
            {
                _sequence.Drop(packet.Header.Sequence, closesGap: false);
            }
        }
        else
        {
            ForwardVideo(layer, packet);
        }
    }

    /// <summary>The receiver lost the picture.</summary>
    public void RequestKeyFrame(long nowMicros) => Ask(Current ?? _layers.Target, nowMicros);

    /// <summary>Sends a packet again on the retransmission stream, when we still have it and it is worth it.</summary>
    public void Repeat(ushort outgoing, long nowMicros)
    {
        if (CanSend)
        {
            _repeats?.Repeat(outgoing, Source, nowMicros);
        }
    }

    /// <inheritdoc cref="RepeatStream.CanPad"/>
    public bool CanPad => _accepted && _repeats is { CanPad: true };

    /// <inheritdoc cref="RepeatStream.SendPadding"/>
    public void SendPadding(ReadOnlySpan<byte> padding, long nowMicros) => _repeats?.SendPadding(padding, nowMicros);

    /// <summary>A sender report in the publisher's wall clock and the receiver's RTP clock; false before both are known.</summary>
    public bool TryReport(ref RtcpWriter writer, scoped ReadOnlySpan<byte> cname, long nowMicros, out uint middleNtp)
    {
        middleNtp = 0;
        var clock = _clockLayer?.Clock ?? default;
        if (PacketsSent == 0 || !clock.IsKnown)
        {
            return false;
        }

        ReportDue = false;
        var elapsed = nowMicros - clock.ArrivalMicros;
        var ntp = clock.Ntp + (ulong)(long)(elapsed * 4294.967296);
        var rtp = clock.RtpTimestamp + (uint)(elapsed * Source.ClockRate / 1_000_000) + _timestamp.Offset;
        middleNtp = (uint)(ntp >> 16);
        writer.AddSenderReport(Ssrc, ntp, rtp, PacketsSent, OctetsSent);
        writer.AddSourceDescription(Ssrc, cname);
        return true;
    }

    /// <summary>A key frame is paid for by everybody who gets the layer, so a link that is behind must have caught up first.</summary>
    private void Ask(UpLayer? layer, long nowMicros)
    {
        if (layer is not null && _overrun.TryAsk(nowMicros))
        {
            layer.RequestKeyFrame();
        }
    }

    private void Restart()
    {
        _sequence.Restart();
        _layers.Reset();
    }

    private bool CanSend => _accepted && Visible && _egress.IsOpen;

    private void ForwardAudio(UpLayer layer, in IncomingPacket packet)
    {
        if (Current is null || _clockGeneration != layer.Generation)
        {
            Follow(layer, packet.Header.Timestamp, packet.Micros);
        }

        if (!_sequence.TryMap(packet.Header.Sequence, closesGap: false, out var outgoing))
        {
            return;
        }

        var buffer = _egress.Buffer;
        var takesRed = RedPayloadType != 0 && _egress.TakesRedundancy;
        var payload = takesRed ? layer.PackSound(packet, SoundRepeater.EarlierFor(_egress.Estimate.Loss)) : default;
        var redundant = !payload.IsEmpty || (packet.IsRedundant && takesRed);
        payload = !payload.IsEmpty ? payload : redundant ? packet.Payload : packet.Sound;
        var timestamp = _timestamp.Map(packet.Header.Timestamp, packet.Micros);
        var type = redundant ? RedPayloadType : _payloadType;
        var writer = new RtpHeaderWriter(buffer, type, packet.Header.Marker, outgoing, timestamp, Ssrc);
        _egress.AddExtensions(ref writer, _mid, packet.Micros);
        writer.AddAudioLevel(_egress.Ids.AudioLevel, packet.AudioLevel);
        var length = writer.Finish();
        var renamed = redundant ? RedPacket.CopyHeaders(payload, _payloadType, buffer[length..]) : 0;
        Send(length, renamed, payload[renamed..], packet.Micros);
    }

    private void ForwardVideo(UpLayer layer, in IncomingPacket packet)
    {
        if (layer != Current || _clockGeneration != layer.Generation)
        {
            if (!packet.Video.IsKeyFrame || (layer != Current && !_layers.Awaits(layer, MaxLayer, packet.Micros))
                || SequenceNumbers.Distance(layer.NewestSequence, packet.Header.Sequence) > MaxOvertaken
                || !_overrun.MayBegin)
            {
                return;
            }

            Follow(layer, packet.Header.Timestamp, packet.Micros);
            _pictures.Switch(packet.Video);
            Send(layer, packet, packet.Header.Timestamp);
            SendOvertaken(layer, packet);
            return;
        }

        Send(layer, packet, packet.Header.Timestamp);
    }

    /// <summary>What follows the key frame and came before it.</summary>
    private void SendOvertaken(UpLayer layer, in IncomingPacket key)
    {
        var count = SequenceNumbers.Distance(layer.NewestSequence, key.Header.Sequence);
        for (var i = 1; i <= count && layer == Current; i++)
        {
            var bytes = layer.Cache.Find((ushort)(key.Header.Sequence + i), key.Micros);
            if (RtpHeader.TryRead(bytes, out var header) && header.PayloadLength > 0
                && layer.TryDescribe(bytes, header, out var video))
            {
                Send(layer, new IncomingPacket(bytes, header, video, 127, key.Micros), header.Timestamp);
            }
        }
    }

    /// <summary>
    /// Begins with the last key frame and what came since, when that is small: a new one costs the publisher's link, and browsers
    /// keep several seconds between two. A lower layer will do when the wanted one is too large.
    /// </summary>
    private void Replay(UpLayer wanted, long nowMicros)
    {
        for (var i = wanted.Index; i >= 0; i--)
        {
            if (Source.Layers[i].LastPictures(nowMicros) is { Packets: > 0 } group && _egress.Takes(group.Packets, group.Bytes)
                && group.TryFind(nowMicros, out var run))
            {
                Replay(Source.Layers[i], run, nowMicros);
                return;
            }
        }
    }

    private void Replay(UpLayer layer, in PictureRun run, long nowMicros)
    {
        Follow(layer, run.LastTimestamp, nowMicros);
        var step = _timestamp.MakeRoom(run.LastTimestamp, run.Frames);
        var behind = (uint)run.Frames;
        var frame = 0u;
        for (var sequence = run.First; sequence != (ushort)(run.Last + 1) && layer == Current; sequence++)
        {
            var bytes = layer.Cache.Find(sequence, nowMicros);
            if (!RtpHeader.TryRead(bytes, out var header) || header.PayloadLength == 0
                || !layer.TryDescribe(bytes, header, out var video))
            {
                // Padding: what follows closes up.
                _sequence.Drop(sequence, closesGap: false);
                continue;
            }

            if (sequence == run.First)
            {
                _pictures.Switch(video);
            }

            behind -= behind == run.Frames || header.Timestamp != frame ? 1u : 0u;
            frame = header.Timestamp;
            Send(layer, new IncomingPacket(bytes, header, video, 127, nowMicros), run.LastTimestamp - (behind * step));
        }
    }

    /// <param name="time">The packet's timestamp as the receiver is to see it, in the source's clock.</param>
    private void Send(UpLayer layer, in IncomingPacket packet, uint time)
    {
        var sequence = packet.Header.Sequence;
        if (!_pictures.TryMap(
            packet.Video, layer.Dependencies, _sequence.IsNewest(sequence), _layers.MaxSpatial, MaxTemporal, out var numbers))
        {
            _sequence.Drop(sequence, _pictures.ClosesGap);
            return;
        }

        if (!_sequence.TryMap(sequence, _pictures.ClosesGap, out var outgoing))
        {
            return;
        }

        var buffer = _egress.Buffer;
        var timestamp = _timestamp.Map(time, packet.Micros);
        var sent = new SentPacket(outgoing, packet.Header.Sequence, (byte)layer.Index, layer.Generation, timestamp, numbers);
        _repeats!.Remember(sent, packet.Bytes.Length);
        var descriptor = _egress.Ids.Dependencies != 0 ? layer.FindDependencies(packet.Bytes, packet.Header) : default;
        var writer = new RtpHeaderWriter(
            buffer,
            _payloadType,
            packet.Header.Marker || numbers.EndsPicture,
            outgoing,
            timestamp,
            Ssrc,
            descriptor.Length > RtpHeaderWriter.LongestOfOneByte);
        _egress.AddExtensions(ref writer, _mid, packet.Micros);
        writer.AddDependencies(_egress.Ids.Dependencies, descriptor, numbers.Picture);
        var start = writer.Finish();
        var own = VideoMunger.WriteNumbers(buffer[start..], packet.Video, numbers);
        Send(start, own, VideoMunger.Shared(packet.Payload, packet.Video), packet.Micros);
    }

    private void Follow(UpLayer layer, uint timestamp, long nowMicros)
    {
        _sequence.Restart();
        if (layer != _clockLayer || _clockGeneration != layer.Generation)
        {
            _timestamp.Switch(timestamp, nowMicros, _clockLayer?.Clock ?? default, layer.Clock);
            ReportDue = true;
        }

        _layers.Follow(layer);
        _overrun.End();
        _clockLayer = layer;
        _clockGeneration = layer.Generation;
    }

    private void Send(int headerLength, int ownLength, ReadOnlySpan<byte> shared, long nowMicros)
    {
        if (!_egress.Send(headerLength + ownLength, shared, Source.IsAudio ? Urgency.Sound : Urgency.Picture, nowMicros) && !Source.IsAudio)
        {
            // More waits than the link will ever take in time: nothing of this picture is of use, the next whole one is.
            Restart();
            _overrun.Begin();
            return;
        }

        PacketsSent++;
        OctetsSent += (uint)(ownLength + shared.Length);
    }
}
