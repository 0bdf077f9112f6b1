using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>.NET's select, woken by a datagram to itself: works everywhere, and allocates at every call.</summary>
internal sealed class SelectSleeper : Sleeper
{
    private readonly Dictionary<Socket, Action> _watched = [];
    private readonly List<Socket> _readable = [];
    private readonly Socket _wake = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private int _raised;

    public SelectSleeper()
    {
        _wake.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wake.Connect(_wake.LocalEndPoint!);
        _watched.Add(_wake, Lower);
    }

    public override bool TryWatch(Socket socket, Action readable) => _watched.TryAdd(socket, readable);

    public override void Forget(Socket socket) => _watched.Remove(socket);

    public override void Sleep(long micros)
    {
        _readable.Clear();
        _readable.AddRange(_watched.Keys);
        Socket.Select(_readable, null, null, TimeSpan.FromMicroseconds(micros));
        foreach (var socket in _readable)
        {
            // A socket's work may have taken another away.
            if (_watched.TryGetValue(socket, out var readable))
            {
                readable();
            }
        }
    }

    public override void Wake()
    {
        if (Interlocked.Exchange(ref _raised, 1) == 1)
        {
            return;
        }

        try
        {
            _wake.Send([1]);
        }
        catch (Exception late) when (late is ObjectDisposedException or SocketException)
        {
            // Nobody sleeps any more.
        }
    }

    protected override void Dispose(bool disposing) => _wake.Dispose();

    private void Lower()
    {
        Span<byte> one = stackalloc byte[1];
        _ = _wake.Receive(one);
        Volatile.Write(ref _raised, 0);
    }
}
