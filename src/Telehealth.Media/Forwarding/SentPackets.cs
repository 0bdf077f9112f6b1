namespace Telehealth.Media.Forwarding;

/// <summary>What one receiver was sent under an outgoing number, enough to build the same packet again.</summary>
internal struct SentPacket
{
    public ushort Outgoing;
    public ushort Source;
    public byte Layer;
    public bool Used;
    public uint Timestamp;
    public VideoNumbers Numbers;

    /// <summary>When it was last sent again; 0 for never.</summary>
    public long RepeatedMicros;
}

/// <summary>The last packets sent to one receiver, by outgoing number. Only the room's loop touches this.</summary>
internal sealed class SentPackets
{
    private const int Slots = 1024;

    private readonly SentPacket[] _slots = new SentPacket[Slots];

    public void Add(ushort outgoing, ushort source, int layer, uint timestamp, in VideoNumbers numbers) =>
        _slots[outgoing % Slots] = new SentPacket
        {
            Outgoing = outgoing,
            Source = source,
            Layer = (byte)layer,
            Used = true,
            Timestamp = timestamp,
            Numbers = numbers,
        };

    /// <summary>
    /// The packet to repeat; false when it is unknown or was repeated less than a round trip ago, because then the answer to the
    /// first request is still on its way.
    /// </summary>
    public bool TryTakeForRepeat(ushort outgoing, long nowMicros, long roundTripMicros, out SentPacket packet)
    {
        ref var slot = ref _slots[outgoing % Slots];
        packet = slot;
        if (!slot.Used || slot.Outgoing != outgoing
            || (slot.RepeatedMicros != 0 && nowMicros - slot.RepeatedMicros < roundTripMicros))
        {
            return false;
        }

        slot.RepeatedMicros = nowMicros;
        return true;
    }

    public void Clear() => Array.Clear(_slots);
}
