using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>
/// .NET's sockets, one call a packet, for macOS and Windows. The kernel stamps nothing, and answers leave from the address that the
/// route chooses.
/// </summary>
internal sealed class PortableMediaPort : MediaPort
{
    private const int KernelBufferBytes = 4 * 1024 * 1024;

    // SIO_UDP_CONNRESET: Windows fails the next receive after a datagram that nobody listened for.
    private const int ReportUnreachable = unchecked((int)0x9800000C);

    private readonly Socket _socket;
    private readonly bool _isIPv6;
    private readonly SocketAddress _from;
    private readonly SocketAddress _to;
    private readonly byte[] _datagrams = new byte[Capacity * ReceiveBatch.DatagramBytes];
    private readonly int[] _lengths = new int[Capacity];
    private readonly RemoteAddress[] _senders = new RemoteAddress[Capacity];
    private readonly byte[] _slot = new byte[SendBatch.SlotBytes];

    public PortableMediaPort(IPAddress bind, int port, PortCounters counters)
        : base(counters)
    {
        if (bind.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
        {
            bind = IPAddress.Any;
        }

        _isIPv6 = bind.AddressFamily == AddressFamily.InterNetworkV6;
        _from = new SocketAddress(bind.AddressFamily);
        _to = new SocketAddress(bind.AddressFamily);
        _socket = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (_isIPv6)
            {
                _socket.DualMode = true;
            }

            if (OperatingSystem.IsWindows())
            {
                _socket.IOControl(ReportUnreachable, [0, 0, 0, 0], null);
            }

            _socket.Blocking = false;
            _socket.ReceiveBufferSize = KernelBufferBytes;
            _socket.SendBufferSize = KernelBufferBytes;
            _socket.Bind(new IPEndPoint(bind, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public override Socket Socket => _socket;

    public override Span<byte> Slot => _slot;

    public override int Receive()
    {
        var count = 0;
        while (count < Capacity && _socket.Poll(0, SelectMode.SelectRead))
        {
            try
            {
                _lengths[count] = _socket.ReceiveFrom(
                    _datagrams.AsSpan(count * ReceiveBatch.DatagramBytes, ReceiveBatch.DatagramBytes), SocketFlags.None, _from);
            }
            catch (SocketException)
            {
                // Another's datagram was not delivered, or Windows found this one too long; what follows is no worse for it.
                continue;
            }

            _senders[count++] = RemoteAddress.FromSocketAddress(_from.Buffer.Span, _from.Family == AddressFamily.InterNetwork);
        }

        return count;
    }

    public override Span<byte> Datagram(int index) => _datagrams.AsSpan(index * ReceiveBatch.DatagramBytes, _lengths[index]);

    public override RemoteAddress Sender(int index) => _senders[index];

    public override DatagramNotes Notes(int index) => default;

    public override bool Send(ReadOnlySpan<byte> datagram, in RemoteAddress to)
    {
        _to.Size = to.WriteBehindFamily(_to.Buffer.Span, _isIPv6);
        try
        {
            if (_socket.SendTo(datagram, SocketFlags.None, _to) == datagram.Length)
            {
                Counters.DatagramsSent++;
                Counters.MessagesSent++;
                return true;
            }
        }
        catch (SocketException)
        {
            // Counted below: media is never sent later.
        }

        Counters.DroppedOutgoing++;
        return false;
    }

    public override bool Commit(Destination to, int length) => Send(_slot.AsSpan(0, length), to.Address);

    public override void Flush()
    {
        // Everything has left already.
    }

    protected override void Dispose(bool disposing) => _socket.Dispose();
}
