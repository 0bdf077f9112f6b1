using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telehealth.Media.Net;

/// <summary>
/// Packets on their way out, written straight into pinned slots and handed to the kernel by one call. Those of one destination keep
/// their order; runs of equal size among them become one message that the kernel cuts again (UDP_SEGMENT), which is the dearest
/// part of sending done once. One thread uses it.
/// </summary>
internal sealed unsafe class SendBatch
{
    public const int Capacity = 512;

    /// <summary>The longest packet we take in, with room for our own extensions and the tag; a multiple of a cache line.</summary>
    public const int SlotBytes = ReceiveBatch.DatagramBytes + 128;

    // The kernel's UDP_MAX_SEGMENTS is 64 (128 since Linux 6.8), and a message fits one IP packet.
    private const int MostSegments = 64;
    private const int LongestMessage = 65_000;
    private const int AddressBytes = 32;

    private readonly UdpPort _port;
    private readonly PortCounters _counters;
    private readonly byte[] _slots = GC.AllocateArray<byte>(Capacity * SlotBytes, pinned: true);
    private readonly byte[] _addresses = GC.AllocateArray<byte>(Capacity * AddressBytes, pinned: true);
    private readonly byte[] _controls = GC.AllocateArray<byte>(Capacity * ControlMessages.SendBytes, pinned: true);
    private readonly NativeBuffer[] _buffers = GC.AllocateArray<NativeBuffer>(Capacity, pinned: true);
    private readonly NativeBatchEntry[] _entries = GC.AllocateArray<NativeBatchEntry>(Capacity, pinned: true);
    private readonly Destination[] _senders = new Destination[Capacity];
    private readonly Destination?[] _destinations = new Destination?[Capacity];
    private readonly int[] _lengths = new int[Capacity];
    private readonly int[] _next = new int[Capacity];
    private int _count;
    private int _destinationCount;
    private int _bufferCount;
    private int _messageCount;

    public SendBatch(UdpPort port, PortCounters counters)
    {
        _port = port;
        _counters = counters;
        Segments = port.CanSegment;
        for (var index = 0; index < Capacity; index++)
        {
            ref var message = ref _entries[index].Message;
            message.Address = Pointer(_addresses, index * AddressBytes);
            message.Control = Pointer(_controls, index * ControlMessages.SendBytes);
        }
    }

    /// <summary>Long messages are cut by the kernel; false for good once it has refused for another reason than one path's.</summary>
    public bool Segments { get; private set; }

    /// <summary>Where the next packet is written; the same until <see cref="Commit"/>.</summary>
    public Span<byte> Slot => _slots.AsSpan(_count * SlotBytes, SlotBytes);

    /// <summary>Takes the packet in the slot; a full batch goes out.</summary>
    public void Commit(Destination to, int length)
    {
        var slot = _count++;
        _lengths[slot] = length;
        _next[slot] = Destination.None;
        if (to.First == Destination.None)
        {
            to.First = slot;
            _destinations[_destinationCount++] = to;
        }
        else
        {
            _next[to.Last] = slot;
        }

        to.Last = slot;
        if (_count == Capacity)
        {
            Flush();
        }
    }

    /// <summary>Hands everything to the kernel. What it does not take is lost and counted.</summary>
    public void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        _bufferCount = 0;
        _messageCount = 0;
        for (var index = 0; index < _destinationCount; index++)
        {
            var to = _destinations[index]!;
            _destinations[index] = null;
            Describe(to);
            to.First = Destination.None;
        }

        _destinationCount = 0;
        _count = 0;
        Send();
        // One that has ended must not be kept alive from here, on a quiet port for hours.
        Array.Clear(_senders, 0, _messageCount);
    }

    private static byte* Pointer(byte[] pinned, int offset) => (byte*)Unsafe.AsPointer(ref pinned[offset]);

    private void Describe(Destination to)
    {
        var first = _messageCount;
        for (var slot = to.First; slot != Destination.None;)
        {
            var size = _lengths[slot];
            var total = 0;
            var count = 0;
            var start = _bufferCount;
            int length;
            do
            {
                length = _lengths[slot];
                ref var buffer = ref _buffers[_bufferCount++];
                buffer.Start = Pointer(_slots, slot * SlotBytes);
                buffer.Length = (nuint)length;
                total += length;
                count++;
                slot = _next[slot];
            }
            // A shorter one ends the run.
            while (slot != Destination.None && length == size && _lengths[slot] <= size
                && count < MostSegments && total + _lengths[slot] <= LongestMessage && Segments && !to.IsPlain);

            AddMessage(to, start, count, size, first);
        }
    }

    private void AddMessage(Destination to, int start, int count, int size, int first)
    {
        _senders[_messageCount] = to;
        ref var message = ref _entries[_messageCount].Message;
        message.Buffers = (NativeBuffer*)Unsafe.AsPointer(ref _buffers[start]);
        message.BufferCount = (nuint)count;
        if (_messageCount == first)
        {
            message.Address = Pointer(_addresses, first * AddressBytes);
            message.AddressLength = to.Address.WriteSocketAddress(
                _addresses.AsSpan(first * AddressBytes, AddressBytes), _port.IsIPv6);
        }
        else
        {
            message.Address = _entries[first].Message.Address;
            message.AddressLength = _entries[first].Message.AddressLength;
        }

        var control = _controls.AsSpan(_messageCount * ControlMessages.SendBytes, ControlMessages.SendBytes);
        var controlLength = to.Address.Local.IsKnown ? ControlMessages.WriteSource(control, to.Address.Local, _port.IsIPv6) : 0;
        message.ControlLength = (nuint)(count > 1 ? ControlMessages.AddSegment(control, controlLength, size) : controlLength);
        _messageCount++;
    }

    private void Send()
    {
        var entries = (NativeBatchEntry*)Unsafe.AsPointer(ref _entries[0]);
        for (var sent = 0; sent < _messageCount;)
        {
            var taken = NativeCalls.SendMany(_port.Handle, entries + sent, (uint)(_messageCount - sent), NativeCalls.DoNotWait);
            for (var index = sent; index < sent + taken; index++)
            {
                _counters.DatagramsSent += (long)entries[index].Message.BufferCount;
                _counters.MessagesSent++;
            }

            if (taken > 0)
            {
                sent += taken;
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case NativeCalls.Interrupted:
                    break;
                case NativeCalls.TryAgain or NativeCalls.NoBuffers:
                    Drop(sent, _messageCount);
                    return;
                case var reason when entries[sent].Message.BufferCount > 1 && IsAboutSegments(reason):
                    SendOneByOne(sent++, reason);
                    break;
                default:
                    Drop(sent, ++sent);
                    break;
            }
        }
    }

    // Other errors, such as no route, are no better for short messages.
    private static bool IsAboutSegments(int reason) =>
        IsOnePaths(reason) || reason is NativeCalls.Failed or NativeCalls.NoSuchOption or NativeCalls.NotSupported;

    // A path whose MTU is small; a network card without checksums, or a kernel without the option, is everybody's.
    private static bool IsOnePaths(int reason) => reason is NativeCalls.InvalidArgument or NativeCalls.MessageTooLong;

    private void Drop(int from, int to)
    {
        for (var index = from; index < to; index++)
        {
            _counters.DroppedOutgoing += (long)_entries[index].Message.BufferCount;
        }
    }

    private void SendOneByOne(int index, int reason)
    {
        _counters.SegmentationRefused++;
        _senders[index].IsPlain = true;
        Segments &= IsOnePaths(reason);
        var message = _entries[index].Message;
        message.ControlLength = _senders[index].Address.Local.IsKnown
            ? (nuint)ControlMessages.WriteSource(
                _controls.AsSpan(index * ControlMessages.SendBytes, ControlMessages.SendBytes), _senders[index].Address.Local, _port.IsIPv6)
            : 0;
        for (var left = message.BufferCount; left > 0; left--, message.Buffers++)
        {
            message.BufferCount = 1;
            if (NativeCalls.SendMessage(_port.Handle, &message, NativeCalls.DoNotWait) < 0)
            {
                _counters.DroppedOutgoing++;
            }
            else
            {
                _counters.DatagramsSent++;
                _counters.MessagesSent++;
            }
        }
    }
}
