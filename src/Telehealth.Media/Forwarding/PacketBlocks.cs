namespace Telehealth.Media.Forwarding;

/// <summary>Memory for packets that wait, used again and again. Only the loop's thread touches this.</summary>
internal sealed class PacketBlocks
{
    public const int PacketsPerBlock = 16;

    /// <summary>The longest packet we take in and our own headers.</summary>
    public const int PacketBytes = 1664;

    // 3 MiB stay for the next crowd; more goes back to the collector.
    private const int Kept = 128;

    private readonly Stack<byte[]> _free = new(Kept);

    public byte[] Take() => _free.TryPop(out var block) ? block : GC.AllocateUninitializedArray<byte>(PacketsPerBlock * PacketBytes);

    public void Return(byte[] block)
    {
        if (_free.Count < Kept)
        {
            _free.Push(block);
        }
    }
}
