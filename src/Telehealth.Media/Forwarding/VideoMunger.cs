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

    /// <summary>Writes the payload with the receiver's numbers.</summary>
    /// <returns>Where it ends in the buffer.</returns>
    public static int Write(
        Span<byte> buffer, int offset, ReadOnlySpan<byte> payload, in VideoPacket packet, in Vp8Numbers numbers)
    {
        if (packet.Codec == VideoCodec.Vp8)
        {
            offset += packet.Vp8.Write(buffer[offset..], numbers.PictureId, numbers.Tl0, numbers.KeyIdx);
            payload = payload[packet.Vp8.Length..];
        }

        payload.CopyTo(buffer[offset..]);
        return offset + payload.Length;
    }
}
