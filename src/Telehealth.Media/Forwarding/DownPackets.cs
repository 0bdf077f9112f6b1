using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Writes the packets of one track as one receiver wants them, and counts them. Only the room's loop touches this.</summary>
internal sealed class DownPackets(Egress egress, byte[] mid, uint ssrc)
{
    public uint Ssrc => ssrc;

    public byte PayloadType { get; set; }

    /// <summary>Under which the receiver takes sound with redundancy; 0 when it takes none.</summary>
    public byte RedPayloadType { get; set; }

    public uint Packets { get; private set; }

    public uint Octets { get; private set; }

    public void SendSound(UpLayer layer, in IncomingPacket packet, ushort sequence, uint timestamp)
    {
        var buffer = egress.Buffer;
        var takesRed = RedPayloadType != 0 && egress.TakesRedundancy;
        var payload = takesRed ? layer.PackSound(packet, SoundRepeater.EarlierFor(egress.LossToMend)) : default;
        var redundant = !payload.IsEmpty || (packet.IsRedundant && takesRed);
        payload = !payload.IsEmpty ? payload : redundant ? packet.Payload : packet.Sound;
        var type = redundant ? RedPayloadType : PayloadType;
        var writer = new RtpHeaderWriter(buffer, type, packet.Header.Marker, sequence, timestamp, ssrc);
        egress.AddExtensions(ref writer, mid, packet.Micros);
        writer.AddAudioLevel(egress.Ids.AudioLevel, packet.AudioLevel);
        var length = writer.Finish();
        var renamed = redundant ? RedPacket.CopyHeaders(payload, PayloadType, buffer[length..]) : 0;
        egress.Send(length + renamed, payload[renamed..], Urgency.Sound, packet.Micros);
        Count(payload.Length);
    }

    /// <returns>False when it was dropped, because too much waits already.</returns>
    public bool SendPicture(UpLayer layer, in IncomingPacket packet, ushort sequence, uint timestamp, in VideoNumbers numbers)
    {
        var buffer = egress.Buffer;
        var descriptor = egress.Ids.Dependencies != 0 ? layer.FindDependencies(packet.Bytes, packet.Header) : default;
        var writer = new RtpHeaderWriter(
            buffer,
            PayloadType,
            packet.Header.Marker || numbers.EndsPicture,
            sequence,
            timestamp,
            ssrc,
            descriptor.Length > RtpHeaderWriter.LongestOfOneByte);
        egress.AddExtensions(ref writer, mid, packet.Micros);
        writer.AddDependencies(egress.Ids.Dependencies, descriptor, numbers.Picture);
        var start = writer.Finish();
        var own = VideoMunger.WriteNumbers(buffer[start..], packet.Video, numbers);
        var shared = VideoMunger.Shared(packet.Payload, packet.Video);
        if (!egress.Send(start + own, shared, Urgency.Picture, packet.Micros))
        {
            return false;
        }

        Count(own + shared.Length);
        return true;
    }

    private void Count(int octets)
    {
        Packets++;
        Octets += (uint)octets;
    }
}
