using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Gives one receiver an unbroken picture count while its source changes, in whatever way the track's codec counts. Only the room's loop touches this.</summary>
internal sealed class VideoMunger
{
    private readonly Vp8Munger _vp8 = new();

    /// <summary>The given key frame follows what was sent before.</summary>
    public void Switch(in VideoPacket first)
    {
        if (first.Codec == VideoCodec.Vp8)
        {
            _vp8.Switch(first.Vp8);
        }
    }

    public Vp8Numbers Map(in VideoPacket packet) => packet.Codec == VideoCodec.Vp8 ? _vp8.Map(packet.Vp8) : default;

    /// <summary>Writes the start of the payload that carries the receiver's numbers; returns its length, 0 where there is none.</summary>
    public static int WriteNumbers(Span<byte> buffer, in VideoPacket packet, in Vp8Numbers numbers) =>
        packet.Codec == VideoCodec.Vp8 ? packet.Vp8.Write(buffer, numbers.PictureId, numbers.Tl0, numbers.KeyIdx) : 0;

    /// <summary>What of the payload is the same for all receivers.</summary>
    public static ReadOnlySpan<byte> Shared(ReadOnlySpan<byte> payload, in VideoPacket packet) =>
        packet.Codec == VideoCodec.Vp8 ? payload[packet.Vp8.Length..] : payload;
}
