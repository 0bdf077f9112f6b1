using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>A bound UDP socket that receives and sends without allocating and without exceptions.</summary>
internal sealed unsafe class UdpPort : IDisposable
{
    // Room for about 3,000 full packets; the kernel may give less (net.core.rmem_max).
    private const int KernelBufferBytes = 4 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly int _handle;
    private readonly bool _isIPv6;

    public UdpPort(IPAddress bind, int port)
    {
        if (bind.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
        {
            bind = IPAddress.Any;
        }

        _isIPv6 = bind.AddressFamily == AddressFamily.InterNetworkV6;
        _socket = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (_isIPv6)
            {
                _socket.DualMode = true;
            }

            _socket.ReceiveBufferSize = KernelBufferBytes;
            _socket.SendBufferSize = KernelBufferBytes;
            _socket.Bind(new IPEndPoint(bind, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _handle = (int)_socket.SafeHandle.DangerousGetHandle();
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>For <c>poll</c>; valid until disposal.</summary>
    public int Handle => _handle;

    /// <summary>Takes one waiting datagram; -1 when there is none. A longer one is cut to the buffer, so give 2,048 bytes.</summary>
    public int Receive(Span<byte> buffer, out RemoteAddress from)
    {
        var address = stackalloc byte[RemoteAddress.SocketAddressBytes];
        var addressLength = RemoteAddress.SocketAddressBytes;
        nint length;
        fixed (byte* pointer = buffer)
        {
            length = NativeCalls.ReceiveFrom(_handle, pointer, buffer.Length, NativeCalls.DoNotWait, address, &addressLength);
        }

        if (length < 0)
        {
            from = default;
            return -1;
        }

        from = RemoteAddress.FromSocketAddress(new ReadOnlySpan<byte>(address, RemoteAddress.SocketAddressBytes));
        return (int)length;
    }

    /// <summary>False when the kernel would not take it: a full buffer or no route. Media is never sent later.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, in RemoteAddress to)
    {
        var address = stackalloc byte[RemoteAddress.SocketAddressBytes];
        var addressLength = to.WriteSocketAddress(new Span<byte>(address, RemoteAddress.SocketAddressBytes), _isIPv6);
        fixed (byte* pointer = datagram)
        {
            return NativeCalls.SendTo(_handle, pointer, datagram.Length, NativeCalls.DoNotWait, address, addressLength) == datagram.Length;
        }
    }

    public void Dispose() => _socket.Dispose();
}
