using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>The last packets of one layer as they came, shared by all receivers that ask again: kept for a time, within a bound of bytes. Only the room's loop touches this.</summary>
/// <remarks>Memory is taken in chunks when a stream first needs them and then used round and round.</remarks>
internal sealed class PacketCache
{
    // No browser sends longer RTP packets than 1,200 bytes; the rest is head-room.
    private const int LongestPacket = 1400;

    private readonly int _slots;
    private readonly int _chunkBytes;
    private readonly long _keepMicros;
    private readonly Entry[] _entries;
    private readonly Chunk[] _chunks;
    private int _chunkCount = 1;
    private int _current;

    /// <param name="slots">A power of two, so that it divides the number space.</param>
    public PacketCache(int slots, int chunkBytes, int maxChunks, long keepMicros)
    {
        (_slots, _chunkBytes, _keepMicros) = (slots, chunkBytes, keepMicros);
        _entries = new Entry[slots];
        _chunks = new Chunk[maxChunks];
        _chunks[0] = new Chunk { Bytes = GC.AllocateUninitializedArray<byte>(chunkBytes) };
    }

    /// <summary>What came since this moment is kept although it is older than the rest may get, while there is room.</summary>
    public long HoldFrom { get; set; } = long.MaxValue;

    /// <summary>Two seconds of video, at most 1 MiB and 1,024 packets.</summary>
    public static PacketCache ForVideo() => new(1024, 128 * 1024, 8, 2_000_000);

    /// <summary>One second of sound, at most 64 KiB and 128 packets.</summary>
    public static PacketCache ForAudio() => new(128, 8 * 1024, 8, 1_000_000);

    /// <summary>False when the very packet is there already.</summary>
    public bool TryAdd(ushort sequence, ReadOnlySpan<byte> packet, long nowMicros)
    {
        ref var entry = ref _entries[sequence % _slots];
        if (IsKept(entry, nowMicros))
        {
            if (entry.Sequence == sequence)
            {
                return false;
            }

            // A very late packet must not push out a newer one.
            if (SequenceNumbers.Distance(sequence, entry.Sequence) < 0)
            {
                return true;
            }
        }

        if (packet.Length > LongestPacket)
        {
            return true;
        }

        if (_chunks[_current].Used + packet.Length > _chunkBytes)
        {
            TurnPage(nowMicros);
        }

        ref var chunk = ref _chunks[_current];
        packet.CopyTo(chunk.Bytes.AsSpan(chunk.Used));
        entry = new Entry
        {
            Sequence = sequence,
            Length = (ushort)packet.Length,
            Chunk = (ushort)_current,
            Turn = chunk.Turn,
            Offset = chunk.Used,
            Micros = nowMicros,
        };
        chunk.Used += packet.Length;
        chunk.NewestMicros = nowMicros;
        return true;
    }

    /// <summary>The packet, or nothing when it never came, is too old or had to make room.</summary>
    public ReadOnlySpan<byte> Find(ushort sequence, long nowMicros)
    {
        ref var entry = ref _entries[sequence % _slots];
        return entry.Sequence == sequence && IsKept(entry, nowMicros)
            ? _chunks[entry.Chunk].Bytes.AsSpan(entry.Offset, entry.Length)
            : default;
    }

    public void Clear()
    {
        Array.Clear(_entries);
        HoldFrom = long.MaxValue;
    }

    private bool IsKept(in Entry entry, long nowMicros) =>
        entry.Length > 0 && _chunks[entry.Chunk].Turn == entry.Turn && entry.Micros >= OldestKept(nowMicros);

    private long OldestKept(long nowMicros) => Math.Min(HoldFrom, nowMicros - _keepMicros);

    /// <summary>Goes on in the oldest chunk, or in a new one while that still holds what must be kept.</summary>
    private void TurnPage(long nowMicros)
    {
        var next = _chunks[_current].Next;
        if (_chunks[next].NewestMicros >= OldestKept(nowMicros) && _chunkCount < _chunks.Length)
        {
            _chunks[_chunkCount] = new Chunk { Bytes = GC.AllocateUninitializedArray<byte>(_chunkBytes), Next = next };
            _chunks[_current].Next = _chunkCount;
            next = _chunkCount++;
        }

        _current = next;
        _chunks[next].Turn++;
        _chunks[next].Used = 0;
    }

    private struct Entry
    {
        public ushort Sequence;
        public ushort Length;
        public ushort Chunk;
        public int Turn;
        public int Offset;
        public long Micros;
    }

    private struct Chunk
    {
        public byte[] Bytes;
        public int Used;
        public int Next;

        // Tells what lies in the chunk now from what was there before it was used anew.
        public int Turn;
        public long NewestMicros;
    }
}
