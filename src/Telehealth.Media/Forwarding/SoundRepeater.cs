using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>
/// Packs earlier sound beside the newest (RFC 2198) for receivers whose link loses more than the publisher's own redundancy mends;
/// built once a packet for all of them. Only the room's loop touches this.
/// </summary>
internal sealed class SoundRepeater(PacketCache cache)
{
    /// <summary>Of a third that is lost on the way, three earlier blocks leave less than one percent.</summary>
    public const int MostEarlier = 3;

    // With all headers below what any link takes in one piece.
    private const int LongestPayload = 1000;

    // Speech is repeated within 100 ms or comes too late to be played.
    private const uint OldestAge = 14_400;

    private byte[]? _payload;
    private int _length;
    private int _earlier;
    private ushort _sequence;
    private uint _timestamp;

    /// <summary>How many earlier blocks a link needs that loses this share: browsers' own single one leaves the square of it.</summary>
    public static int EarlierFor(double loss) => loss < 0.04 ? 0 : loss < 0.12 ? 2 : MostEarlier;

    /// <summary>The packet's sound behind as much of what came before it as is known and fits.</summary>
    /// <param name="types">The publisher's payload types.</param>
    /// <returns>A payload of redundant audio, valid until the next packet; empty when nothing earlier is known.</returns>
    public ReadOnlySpan<byte> Pack(in IncomingPacket packet, (byte Plain, byte Redundant) types, int earlier)
    {
        var header = packet.Header;
        if (_earlier != earlier || _sequence != header.Sequence || _timestamp != header.Timestamp)
        {
            (_earlier, _sequence, _timestamp) = (earlier, header.Sequence, header.Timestamp);
            _length = Build(packet, types, earlier);
        }

        return _payload.AsSpan(0, _length);
    }

    private int Build(in IncomingPacket packet, (byte Plain, byte Redundant) types, int earlier)
    {
        _payload ??= new byte[LongestPayload];
        var bytes = packet.Sound.Length + 1;
        Span<int> lengths = stackalloc int[earlier + 1];
        var offset = 0;
        for (var distance = earlier; distance > 0; distance--)
        {
            var sound = Find(packet, types, distance, out var age);
            if (!sound.IsEmpty && bytes + sound.Length + RedPacket.BlockHeader <= LongestPayload)
            {
                bytes += sound.Length + RedPacket.BlockHeader;
                lengths[distance] = sound.Length;
                offset += RedPacket.WriteHeader(_payload.AsSpan(offset), types.Plain, age, sound.Length);
            }
        }

        if (offset == 0 || bytes > LongestPayload)
        {
            return 0;
        }

        _payload[offset++] = types.Plain;
        for (var distance = earlier; distance > 0; distance--)
        {
            if (lengths[distance] > 0)
            {
                Find(packet, types, distance, out _).CopyTo(_payload.AsSpan(offset));
                offset += lengths[distance];
            }
        }

        packet.Sound.CopyTo(_payload.AsSpan(offset));
        return offset + packet.Sound.Length;
    }

    private ReadOnlySpan<byte> Find(
        in IncomingPacket packet, (byte Plain, byte Redundant) types, int distance, out uint age)
    {
        age = 0;
        var bytes = cache.Find((ushort)(packet.Header.Sequence - distance), packet.Micros);
        if (!RtpHeader.TryRead(bytes, out var header))
        {
            return default;
        }

        age = packet.Header.Timestamp - header.Timestamp;
        var sound = bytes.Slice(header.PayloadOffset, header.PayloadLength);
        if (types.Redundant != 0 && header.PayloadType == types.Redundant)
        {
            sound = RedPacket.TryRead(sound, types.Plain, out var red) ? red.Primary : default;
        }

        return age is > 0 and <= OldestAge && sound.Length <= RedPacket.LongestEarlier ? sound : default;
    }
}
