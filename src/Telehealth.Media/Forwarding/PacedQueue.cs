namespace Telehealth.Media.Forwarding;

/// <summary>Packets that wait until a narrow link has room for them, first in first out and never many. Only the room's loop touches this.</summary>
internal sealed class PacedQueue(PacketBlocks memory)
{
    // The largest key frame of a camera is half of this.
    public const int Most = 256;

    private readonly byte[]?[] _blocks = new byte[]?[Most / PacketBlocks.PacketsPerBlock];
    private Waiting[]? _waiting;
    private int _first;

    public int Count { get; private set; }

    public int Bytes { get; private set; }

    /// <summary>Repeats among them, whose order must stay.</summary>
    public int Repeats { get; private set; }

    /// <param name="stampAt">Where the packet's times and numbers are to be written when it goes.</param>
    /// <returns>False when it is full or the packet too long.</returns>
    public bool TryAdd(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, int stampAt, bool isRepeat)
    {
        var length = head.Length + rest.Length;
        if (Count == Most || length > PacketBlocks.PacketBytes)
        {
            return false;
        }

        _waiting ??= new Waiting[Most];
        var at = (_first + Count) % Most;
        _waiting[at] = new Waiting((ushort)length, (ushort)stampAt, isRepeat);
        var target = Place(at);
        head.CopyTo(target);
        rest.CopyTo(target[head.Length..]);
        Count++;
        Bytes += length;
        Repeats += isRepeat ? 1 : 0;
        return true;
    }

    /// <summary>The packet that waits longest; it stays valid until the next is added.</summary>
    public Span<byte> Take(out int stampAt)
    {
        var next = _waiting![_first];
        var packet = Place(_first)[..next.Length];
        stampAt = next.StampAt;
        _first = (_first + 1) % Most;
        Count--;
        Bytes -= next.Length;
        Repeats -= next.IsRepeat ? 1 : 0;
        return packet;
    }

    /// <summary>Gives the memory back; what still waits is forgotten.</summary>
    public void Clear()
    {
        for (var i = 0; i < _blocks.Length; i++)
        {
            if (_blocks[i] is { } block)
            {
                memory.Return(block);
                _blocks[i] = null;
            }
        }

        (_first, Count, Bytes, Repeats) = (0, 0, 0, 0);
    }

    private Span<byte> Place(int at)
    {
        ref var block = ref _blocks[at / PacketBlocks.PacketsPerBlock];
        block ??= memory.Take();
        return block.AsSpan(at % PacketBlocks.PacketsPerBlock * PacketBlocks.PacketBytes, PacketBlocks.PacketBytes);
    }

    private readonly record struct Waiting(ushort Length, ushort StampAt, bool IsRepeat);
}
