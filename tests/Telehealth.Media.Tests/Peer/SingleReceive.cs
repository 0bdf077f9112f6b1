using System.Runtime.InteropServices;
using Telehealth.Media.Net;

namespace Telehealth.Media.Peer;

/// <summary>Receives as most clients do: one datagram a call.</summary>
internal static unsafe partial class SingleReceive
{
    /// <summary>Takes one waiting datagram; -1 when there is none. A longer one is cut to the buffer.</summary>
    public static int Receive(this UdpPort port, Span<byte> buffer, out RemoteAddress from)
    {
        var address = stackalloc byte[RemoteAddress.SocketAddressBytes];
        var addressLength = RemoteAddress.SocketAddressBytes;
        nint length;
        fixed (byte* pointer = buffer)
        {
            length = ReceiveFrom(port.Handle, pointer, buffer.Length, NativeCalls.DoNotWait, address, &addressLength);
        }

        from = length < 0 ? default : RemoteAddress.FromSocketAddress(new ReadOnlySpan<byte>(address, RemoteAddress.SocketAddressBytes));
        return (int)Math.Max(-1, length);
    }

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    private static partial nint ReceiveFrom(int handle, byte* buffer, nint length, int flags, byte* address, int* addressLength);
}
