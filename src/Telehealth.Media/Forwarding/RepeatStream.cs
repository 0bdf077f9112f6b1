using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>The retransmission stream (RFC 4588) of one video to one receiver. Only the room's loop touches this.</summary>
internal sealed class RepeatStream(Egress egress, byte[] mid, uint ssrc, ushort firstSequence)
{
    private readonly RepeatBudget _budget = new();
    private SentPackets? _sent;
    private ushort _sequence = firstSequence;
    private uint _lastTimestamp;

    /// <summary>0 when the receiver takes none.</summary>
    public byte PayloadType { get; set; }

    /// <summary>Whether padding can be sent here, of which a receiver forgets it at once.</summary>
    public bool CanPad => PayloadType != 0 && egress.IsOpen && egress.Ids.TransportCc != 0;

    /// <summary>Notes what went out, so that it can be built again.</summary>
    public void Remember(in SentPacket packet, int bytes)
    {
        // Not before: in a large room most pictures are never shown to most receivers.
        _sent ??= new SentPackets();
        _sent.Add(packet);
        _lastTimestamp = packet.Timestamp;
        _budget.CountSent(bytes, egress.Estimate.Loss);
    }

    /// <summary>Sends a packet again, when we still have it and it is worth it.</summary>
    public void Repeat(ushort outgoing, UpTrack source, long nowMicros)
    {
        if (_sent is null || PayloadType == 0
            || !_sent.TryTakeForRepeat(outgoing, nowMicros, egress.RoundTripMicros, out var sent))
        {
            return;
        }

        var layer = source.Layers[sent.Layer];
        var bytes = layer.Generation == sent.Generation ? layer.Cache.Find(sent.Source, nowMicros) : default;
        if (!RtpHeader.TryRead(bytes, out var header)
            || !VideoPacket.TryRead(source.Codec, bytes.Slice(header.PayloadOffset, header.PayloadLength), out var video)
            || !_budget.TryTake(bytes.Length))
        {
            return;
        }

        var buffer = egress.Buffer;
        var descriptor = egress.Ids.Dependencies != 0 ? layer.FindDependencies(bytes, header) : default;
        var length = WriteHeader(header.Marker || sent.Numbers.EndsPicture, sent.Timestamp, nowMicros, descriptor, sent.Numbers.Picture);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[length..], outgoing);
        length += 2;
        length += VideoMunger.WriteNumbers(buffer[length..], video, sent.Numbers);
        egress.Send(length, VideoMunger.Shared(bytes.Slice(header.PayloadOffset, header.PayloadLength), video), Urgency.Repeat, nowMicros);
    }

    /// <summary>Sends a packet of nothing, to find out whether the link carries it.</summary>
    /// <param name="padding">Zeros and their count (RFC 3550 5.1).</param>
    public void SendPadding(ReadOnlySpan<byte> padding, long nowMicros)
    {
        var length = WriteHeader(marker: false, _lastTimestamp, nowMicros);
        egress.Buffer[0] |= 0x20;
        egress.SendProbe(length, padding, nowMicros);
    }

    private int WriteHeader(
        bool marker, uint timestamp, long nowMicros, scoped ReadOnlySpan<byte> dependencies = default, ushort picture = 0)
    {
        var isLong = dependencies.Length > RtpHeaderWriter.LongestOfOneByte;
        var writer = new RtpHeaderWriter(egress.Buffer, PayloadType, marker, _sequence++, timestamp, ssrc, isLong);
        egress.AddExtensions(ref writer, mid, nowMicros);
        writer.AddDependencies(egress.Ids.Dependencies, dependencies, picture);
        return writer.Finish();
    }
}
