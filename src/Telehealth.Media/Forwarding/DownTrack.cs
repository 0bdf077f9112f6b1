using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>One track on its way to one receiver, in the receiver's own numbers. Only the room's loop touches this.</summary>
internal sealed partial class DownTrack
{
    // A key frame of a large picture. Beyond that a new one comes sooner than the old one's rest can be sent.
    private const int MaxOvertaken = 128;

    private readonly Egress _egress;
    private readonly SequenceMunger _sequence;
    private readonly DownClock _clock;
    private readonly DownPackets _packets;
    private readonly VideoMunger _pictures = new();
    private readonly LayerSwitch _layers;
    private readonly RepeatStream? _repeats;
    private readonly Overrun _overrun;
    private bool _accepted;

    /// <param name="seed">Random; the first sequence numbers stay below 2^15, because SRTP guesses the roll-over count from them.</param>
    public DownTrack(UpTrack source, Egress egress, byte[] mid, uint ssrc, uint rtxSsrc, uint seed)
    {
        (Source, _egress, RtxSsrc) = (source, egress, rtxSsrc);
        _packets = new DownPackets(egress, mid, ssrc);
        _clock = new DownClock(source);
        _layers = new LayerSwitch(source);
        _overrun = new Overrun(egress);
        _sequence = new SequenceMunger((ushort)(seed & 0x7FFF));
        _repeats = source.IsAudio ? null : new RepeatStream(egress, mid, rtxSsrc, (ushort)((seed >> 16) & 0x7FFF));
    }

    public UpTrack Source { get; }

    public uint Ssrc => _packets.Ssrc;

    public uint RtxSsrc { get; }

    /// <inheritdoc cref="DownPackets.RedPayloadType"/>
    public byte RedPayloadType
    {
        get => _packets.RedPayloadType;
        set => _packets.RedPayloadType = value;
    }

    /// <inheritdoc cref="DownClock.ReportDue"/>
    public bool ReportDue
    {
        get => _clock.ReportDue;
        set => _clock.ReportDue = value;
    }

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

    public uint PacketsSent => _packets.Packets;

    /// <summary>The receiver's answer took the m-line, with these payload types.</summary>
    public void Accept(byte payloadType, byte rtxPayloadType)
    {
        _packets.PayloadType = payloadType;
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

    /// <inheritdoc cref="DownClock.TryReport"/>
    public bool TryReport(ref RtcpWriter writer, scoped ReadOnlySpan<byte> cname, long nowMicros, out uint middleNtp) =>
        _clock.TryReport(ref writer, cname, _packets, nowMicros, out middleNtp);

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
        if (Current is null || !_clock.IsOf(layer))
        {
            Follow(layer, packet.Header.Timestamp, packet.Micros);
        }

        if (_sequence.TryMap(packet.Header.Sequence, closesGap: false, out var outgoing))
        {
            _packets.SendSound(layer, packet, outgoing, _clock.Map(packet.Header.Timestamp, packet.Micros));
        }
    }

    private void ForwardVideo(UpLayer layer, in IncomingPacket packet)
    {
        if (layer != Current || !_clock.IsOf(layer))
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

        var timestamp = _clock.Map(time, packet.Micros);
        _repeats!.Remember(
            new SentPacket(outgoing, sequence, (byte)layer.Index, layer.Generation, timestamp, numbers), packet.Bytes.Length);
        if (!_packets.SendPicture(layer, packet, outgoing, timestamp, numbers))
        {
            // More waits than the link will ever take in time: nothing of this picture is of use, the next whole one is.
            Restart();
            _overrun.Begin();
        }
    }

    private void Follow(UpLayer layer, uint timestamp, long nowMicros)
    {
        _sequence.Restart();
        _clock.Follow(layer, timestamp, nowMicros);
        _layers.Follow(layer);
        _overrun.End();
    }
}
