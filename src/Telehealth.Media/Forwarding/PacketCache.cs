using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>The last packets of one layer as they came, shared by all receivers that ask again. Only the room's loop touches this.</summary>
/// <param name="slots">A power of two, so that it divides the number space.</param>
internal sealed class PacketCache(int slots)
{
    /// <summary>About two seconds of a whole camera at 2.5 Mbit/s.</summary>
    public const int FullSize = 512;

    // No browser sends longer RTP packets than 1,200 bytes; the rest is head-room.
    private const int SlotSize = 1400;

    private readonly byte[] _packets = GC.AllocateUninitializedArray<byte>(slots * SlotSize);
    private readonly short[] _lengths = new short[slots];
    private readonly ushort[] _sequences = new ushort[slots];

    /// <summary>False when the very packet is there already.</summary>
    public bool TryAdd(ushort sequence, ReadOnlySpan<byte> packet)
    {
        var slot = sequence % slots;
        if (_lengths[slot] > 0)
        {
            if (_sequences[slot] == sequence)
            {
                return false;
            }

            // A very late packet must not push out a newer one.
            if (SequenceNumbers.Distance(sequence, _sequences[slot]) < 0)
            {
                return true;
            }
        }

        if (packet.Length <= SlotSize)
        {
            packet.CopyTo(_packets.AsSpan(slot * SlotSize));
            _lengths[slot] = (short)packet.Length;
            _sequences[slot] = sequence;
        }

        return true;
    }

    /// <summary>The packet, or nothing when it never came or was overwritten.</summary>
    public ReadOnlySpan<byte> Find(ushort sequence)
    {
        var slot = sequence % slots;
        return _sequences[slot] == sequence ? _packets.AsSpan(slot * SlotSize, _lengths[slot]) : default;
    }

    public void Clear() => Array.Clear(_lengths);
}
