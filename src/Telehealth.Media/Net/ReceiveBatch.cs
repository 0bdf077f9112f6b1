using System.Runtime.CompilerServices;

namespace Telehealth.Media.Net;

/// <summary>
/// Room for the datagrams that one system call takes, with their senders and the kernel's notes. Its memory is pinned for good
/// and used again by the next call, so what is read from it is valid until then. One thread uses it.
/// </summary>
internal sealed unsafe class ReceiveBatch
{
    public const int Capacity = 32;

    /// <summary>A longer datagram is cut; media keeps below 1,500 bytes.</summary>
    public const int DatagramBytes = 2048;

    private const int AddressBytes = 32;

    private readonly byte[] _datagrams = GC.AllocateArray<byte>(Capacity * DatagramBytes, pinned: true);
    private readonly byte[] _addresses = GC.AllocateArray<byte>(Capacity * AddressBytes, pinned: true);
    private readonly byte[] _controls = GC.AllocateArray<byte>(Capacity * ControlMessages.ReceiveBytes, pinned: true);
    private readonly NativeBuffer[] _buffers = GC.AllocateArray<NativeBuffer>(Capacity, pinned: true);
    private readonly NativeBatchEntry[] _entries = GC.AllocateArray<NativeBatchEntry>(Capacity, pinned: true);

    public ReceiveBatch()
    {
        for (var index = 0; index < Capacity; index++)
        {
            _buffers[index].Start = Pointer(_datagrams, index * DatagramBytes);
            _buffers[index].Length = DatagramBytes;
            ref var message = ref _entries[index].Message;
            message.Buffers = (NativeBuffer*)Unsafe.AsPointer(ref _buffers[index]);
            message.BufferCount = 1;
            message.Address = Pointer(_addresses, index * AddressBytes);
            message.Control = Pointer(_controls, index * ControlMessages.ReceiveBytes);
            Reset(ref message);
        }
    }

    /// <summary>How many datagrams the last call took.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    /// <summary>The reader may decrypt it where it stands.</summary>
    public Span<byte> Datagram(int index) => _datagrams.AsSpan(index * DatagramBytes, _entries[index].Length);

    public DatagramNotes Notes(int index) => ControlMessages.Read(
        _controls.AsSpan(index * ControlMessages.ReceiveBytes, (int)_entries[index].Message.ControlLength));

    public RemoteAddress Sender(int index, in LocalAddress local) =>
        RemoteAddress.FromSocketAddress(_addresses.AsSpan(index * AddressBytes, AddressBytes)) with { Local = local };

    /// <summary>Takes what waits at a socket, without waiting itself.</summary>
    public void Receive(int handle)
    {
        for (var index = 0; index < Count; index++)
        {
            Reset(ref _entries[index].Message);
        }

        var entries = (NativeBatchEntry*)Unsafe.AsPointer(ref _entries[0]);
        Count = Math.Max(0, NativeCalls.ReceiveMany(handle, entries, Capacity, NativeCalls.DoNotWait, null));
    }

    // The kernel writes what it used over what it may use.
    private static void Reset(ref NativeMessage message)
    {
        message.AddressLength = RemoteAddress.SocketAddressBytes;
        message.ControlLength = ControlMessages.ReceiveBytes;
    }

    private static byte* Pointer(byte[] pinned, int offset) => (byte*)Unsafe.AsPointer(ref pinned[offset]);
}
