using System.Runtime.InteropServices;

namespace Telehealth.Media.Net;

// As 64-bit Linux lays them out; the runtime puts the same padding behind the 32-bit fields as the C compiler does.

/// <summary>Linux's iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBuffer
{
    public byte* Start;
    public nuint Length;
}

/// <summary>Linux's msghdr.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public const int Bytes = 56;

    public byte* Address;
    public int AddressLength;
    public NativeBuffer* Buffers;
    public nuint BufferCount;
    public byte* Control;
    public nuint ControlLength;
    public int Flags;
}

/// <summary>Linux's mmsghdr: one message of a batch, and how long it turned out to be.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeBatchEntry
{
    public const int Bytes = 64;

    public NativeMessage Message;
    public int Length;
}
