using Telehealth.Media.Ice;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>
/// What a publisher may send (S-M10), by the lines it was granted: as much for each picture as it was told of, and as much again for
/// retransmissions and probes. Sound and control have a measure of their own, so that no flood of pictures cuts the voice. Only the
/// room's loop touches this.
/// </summary>
/// <param name="pictureKbps">What the publisher was told for each picture.</param>
internal sealed class PublishAllowance(int pictureKbps)
{
    /// <summary>Opus sends 510 kbit/s at the most, and redundancy the same once more.</summary>
    public const int SoundKbps = 1100;

    private readonly Allowance _pictures = new(PicturesKbps(pictureKbps, 1));
    private readonly Allowance _sound = new(SoundKbps);

    // One bit for each payload type: those of sound are known from the description, whatever stream a packet is of.
    private UInt128 _soundTypes;

    /// <summary>What is accepted of so many pictures together.</summary>
    public static int PicturesKbps(int pictureKbps, int pictures) => 2 * pictureKbps * Math.Max(1, pictures);

    /// <summary>The lines have changed.</summary>
    public void Grant(int pictures, IReadOnlyList<CodecChoice> sounds)
    {
        _soundTypes = UInt128.Zero;
        foreach (var codec in sounds)
        {
            _soundTypes |= Bit(codec.PayloadType) | Bit(codec.RedPayloadType) | Bit(codec.RtxPayloadType);
        }

        _pictures.KilobitsPerSecond = PicturesKbps(pictureKbps, pictures);
        _sound.KilobitsPerSecond = SoundKbps * Math.Max(1, sounds.Count);
    }

    /// <summary>False when the packet is one too many.</summary>
    public bool TryTake(ReadOnlySpan<byte> packet, bool isRtcp, long nowMicros) =>
        (isRtcp || IsSound(packet) ? _sound : _pictures).TryTake(packet.Length, nowMicros);

    private bool IsSound(ReadOnlySpan<byte> packet) => packet.Length > 1 && (_soundTypes & Bit(packet[1] & 0x7F)) != UInt128.Zero;

    private static UInt128 Bit(int payloadType) => payloadType == 0 ? UInt128.Zero : UInt128.One << payloadType;
}
