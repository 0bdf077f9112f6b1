namespace Telehealth.Media.Forwarding;

/// <summary>What one receiver was sent under an outgoing number, enough to build the same packet again.</summary>
internal readonly record struct SentPacket(
    ushort Outgoing, ushort Source, byte Layer, int Generation, uint Timestamp, VideoNumbers Numbers);

/// <summary>The last packets sent to one receiver, by outgoing number. Only the room's loop touches this.</summary>
internal sealed class SentPackets
{
    /// <summary>Who has not got a packet after so many repeats will not get it in time.</summary>
    public const int MaxRepeats = 6;

    // As many as the cache holds of one layer.
    private const int Slots = 1024;

    private readonly Slot[] _slots = new Slot[Slots];

    public void Add(in SentPacket packet) => _slots[packet.Outgoing % Slots] = new Slot { Packet = packet, Used = true };

    /// <summary>
    /// The packet to repeat; false when it is unknown, was repeated too often, or less than a round trip ago, because then the answer
    /// to the first request is still on its way.
    /// </summary>
    public bool TryTakeForRepeat(ushort outgoing, long nowMicros, long roundTripMicros, out SentPacket packet)
    {
        ref var slot = ref _slots[outgoing % Slots];
        packet = slot.Packet;
        if (!slot.Used || packet.Outgoing != outgoing || slot.Repeats == MaxRepeats
            || (slot.Repeats > 0 && nowMicros - slot.RepeatedMicros < roundTripMicros))
        {
            return false;
        }

        slot.Repeats++;
        slot.RepeatedMicros = nowMicros;
        return true;
    }

    private struct Slot
    {
        public SentPacket Packet;
        public bool Used;
        public byte Repeats;
        public long RepeatedMicros;
    }
}
