using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>A bound UDP socket that receives and sends without allocating and without exceptions.</summary>
internal sealed unsafe class UdpPort : IDisposable
{
    // Room for about 3,000 full packets; the kernel may give less (net.core.rmem_max).
    private const int KernelBufferBytes = 4 * 1024 * 1024;

    // SO_RCVBUFFORCE and SO_SNDBUFFORCE go beyond that limit and want CAP_NET_ADMIN.
    private const int ForceReceiveBuffer = 33;
    private const int ForceSendBuffer = 32;

    // IPV6_RECVPKTINFO; IPv4 asks by the number of the message itself.
    private const int ReportIPv6Destination = 49;

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
        _handle = (int)_socket.SafeHandle.DangerousGetHandle();
        try
        {
            if (_isIPv6)
            {
                _socket.DualMode = true;
            }

            SizeBuffers();
            _socket.Bind(new IPEndPoint(bind, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint LocalEndPoint { get; }

    public Socket Socket => _socket;

    public bool IsIPv6 => _isIPv6;

    /// <summary>For <c>poll</c> and <see cref="ReceiveBatch"/>; valid until disposal.</summary>
    public int Handle => _handle;

    /// <summary>
    /// The kernel knows UDP_SEGMENT (Linux 4.18). An older one passes over the message that asks for it, and would send one long
    /// datagram.
    /// </summary>
    public bool CanSegment => TrySet(ControlMessages.LevelUdp, ControlMessages.Segment, 0);

    /// <summary>
    /// Makes the kernel add <see cref="DatagramNotes"/> to what it receives from now on. One that it refuses to give costs accuracy,
    /// not packets.
    /// </summary>
    public void AskForNotes()
    {
        TrySet(ControlMessages.LevelSocket, ControlMessages.Stamp, 1);
        TrySet(ControlMessages.LevelSocket, ControlMessages.Overflow, 1);
        // Bound to one address there is nothing to tell.
        if (LocalEndPoint.Address.Equals(IPAddress.Any))
        {
            TrySet(ControlMessages.LevelIPv4, ControlMessages.IPv4Destination, 1);
        }
        else if (LocalEndPoint.Address.Equals(IPAddress.IPv6Any))
        {
            // Tells the destination of IPv4 datagrams too, in mapped form.
            TrySet(ControlMessages.LevelIPv6, ReportIPv6Destination, 1);
        }
    }

    /// <summary>False when the kernel would not take it: a full buffer or no route. Media is never sent later.</summary>
    public bool Send(ReadOnlySpan<byte> datagram, in RemoteAddress to)
    {
        var address = stackalloc byte[RemoteAddress.SocketAddressBytes];
        var addressLength = to.WriteSocketAddress(new Span<byte>(address, RemoteAddress.SocketAddressBytes), _isIPv6);
        fixed (byte* pointer = datagram)
        {
            var sent = to.Local.IsKnown
                ? SendFrom(to.Local, pointer, datagram.Length, address, addressLength)
                : NativeCalls.SendTo(_handle, pointer, datagram.Length, NativeCalls.DoNotWait, address, addressLength);
            return sent == datagram.Length;
        }
    }

    public void Dispose() => _socket.Dispose();

    private nint SendFrom(in LocalAddress local, byte* datagram, int length, byte* address, int addressLength)
    {
        var control = stackalloc byte[ControlMessages.SourceBytes];
        var buffer = new NativeBuffer { Start = datagram, Length = (nuint)length };
        var message = new NativeMessage
        {
            Address = address,
            AddressLength = addressLength,
            Buffers = &buffer,
            BufferCount = 1,
            Control = control,
            ControlLength = (nuint)ControlMessages.WriteSource(new Span<byte>(control, ControlMessages.SourceBytes), local, _isIPv6),
        };
        return NativeCalls.SendMessage(_handle, &message, NativeCalls.DoNotWait);
    }

    private void SizeBuffers()
    {
        if (!TrySet(ControlMessages.LevelSocket, ForceReceiveBuffer, KernelBufferBytes))
        {
            _socket.ReceiveBufferSize = KernelBufferBytes;
        }

        if (!TrySet(ControlMessages.LevelSocket, ForceSendBuffer, KernelBufferBytes))
        {
            _socket.SendBufferSize = KernelBufferBytes;
        }
    }

    private bool TrySet(int level, int name, int value) =>
        NativeCalls.SetOption(_handle, level, name, &value, sizeof(int)) == 0;
}
