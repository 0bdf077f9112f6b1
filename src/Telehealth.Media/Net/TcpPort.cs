using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>
/// A passive TCP port for peers whose network passes no UDP (RFC 6544): accepts, frames and sends on the loop's thread without ever
/// waiting. Who says nothing authentic within five seconds is cut off. Only the loop's thread touches this.
/// </summary>
internal sealed class TcpPort : IDisposable
{
    /// <summary>Long enough for a connection over a satellite and its first check.</summary>
    public const long PatienceMicros = 5_000_000;

    // As long as consent lasts (RFC 7675): checks come every few seconds.
    private const long SilenceMicros = 30_000_000;
    private const long SweepMicros = 1_000_000;

    // A few checks; who sends more before one of them is authentic is no browser.
    private const int MostUnprovenBytes = 4096;

    private const int Backlog = 512;
    private const int AcceptsPerTurn = 64;

    // Half a second of video; the kernel would take megabytes, and all of it would be late.
    private const int KernelSendBytes = 64 * 1024;

    private readonly Socket _listener;
    private readonly Sleeper _sleeper;
    private readonly MonotonicClock _clock;
    private readonly TcpFrame _onFrame;
    private readonly Action<RemoteAddress> _onClosed;
    private readonly TcpCensus _census;
    private readonly PortCounters _counters;
    private readonly Dictionary<uint, TcpConnection> _connections = [];
    private readonly LinkedList<TcpConnection> _unproven = new();
    private readonly List<TcpConnection> _waiting = [];
    private readonly byte[] _buffer = new byte[TcpConnection.ReadBytes];
    private uint _lastNumber;
    private long _nextSweep;
    private bool _isAccepting;

    /// <summary>Binds and listens; throws when it cannot.</summary>
    public TcpPort(
        IPEndPoint bind, Sleeper sleeper, MonotonicClock clock, PortCounters counters, TcpFrame onFrame, Action<RemoteAddress> onClosed)
    {
        _counters = counters;
        _sleeper = sleeper;
        _clock = clock;
        _onFrame = onFrame;
        _onClosed = onClosed;
        _census = new TcpCensus(TcpLimits.Default);
        _listener = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (bind.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _listener.DualMode = true;
            }

            _listener.Blocking = false;
            _listener.Bind(bind);
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Accept(true);
    }

    public int Port { get; }

    public int Count => _census.All;

    /// <summary>Takes a packet; it leaves with the end of the loop's turn. False when it is dropped.</summary>
    public bool Send(ReadOnlySpan<byte> packet, in RemoteAddress to)
    {
        if (!_connections.TryGetValue(to.Connection, out var connection))
        {
            _counters.DroppedOutgoing++;
            return false;
        }

        var wasWaiting = connection.HasQueued;
        var isTaken = connection.Queue(packet);
        _counters.DatagramsSent += isTaken ? 1 : 0;
        _counters.DroppedOutgoing += isTaken ? 0 : 1;
        if (!wasWaiting && connection.HasQueued)
        {
            _waiting.Add(connection);
        }

        return isTaken;
    }

    /// <summary>An authenticated check came by this connection: it may stay.</summary>
    public void Prove(TcpConnection connection)
    {
        if (!connection.IsProven && !connection.IsClosed)
        {
            connection.IsProven = true;
            _census.Prove(connection.Address);
            _unproven.Remove(connection.Place!);
        }
    }

    /// <summary>Nobody needs this connection any more; what waits is still given to the kernel.</summary>
    public void Release(in RemoteAddress address)
    {
        if (_connections.TryGetValue(address.Connection, out var connection))
        {
            connection.Flush();
            Close(connection);
        }
    }

    /// <summary>At the end of a turn.</summary>
    public void Flush()
    {
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            var connection = _waiting[index];
            if (!connection.IsClosed)
            {
                connection.Flush();
            }

            if (connection.IsClosed || !connection.HasQueued)
            {
                _waiting[index] = _waiting[^1];
                _waiting.RemoveAt(_waiting.Count - 1);
            }
        }
    }

    /// <summary>Cuts off who said nothing in time, and tries again what the kernel would not take.</summary>
    public void OnTick(long now)
    {
        foreach (var connection in _waiting)
        {
            connection.IsBlocked = false;
        }

        while (_unproven.First is { Value: var oldest } && now - oldest.OpenedMicros > PatienceMicros)
        {
            Close(oldest);
        }

        if (now >= _nextSweep)
        {
            _nextSweep = now + SweepMicros;
            Sweep(now);
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Flush();
            connection.Dispose();
        }

        _connections.Clear();
        _listener.Dispose();
    }

    private void Sweep(long now)
    {
        // Removing while enumerating is allowed to a dictionary; adding is not, and nobody connects in here.
        foreach (var connection in _connections.Values)
        {
            if (connection.IsBroken || now - connection.LastHeardMicros > SilenceMicros)
            {
                Close(connection);
            }
        }

        if (!_isAccepting)
        {
            Accept(true);
        }
    }

    private void Accept(bool isAccepting)
    {
        _isAccepting = isAccepting && _sleeper.TryWatch(_listener, AcceptWaiting);
        if (!isAccepting)
        {
            _sleeper.Forget(_listener);
        }
    }

    private void AcceptWaiting()
    {
        for (var count = 0; count < AcceptsPerTurn && _listener.Poll(0, SelectMode.SelectRead); count++)
        {
            try
            {
                Take(_listener.Accept());
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // Gone before we looked.
            }
            catch (SocketException)
            {
                // No descriptors are left: listening on would spin. The sweep tries again.
                Accept(false);
                return;
            }
        }
    }

    private void Take(Socket socket)
    {
        RemoteAddress address;
        try
        {
            address = RemoteAddress.From((IPEndPoint)socket.RemoteEndPoint!);
            socket.Blocking = false;
            socket.NoDelay = true;
            socket.SendBufferSize = KernelSendBytes;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return;
        }

        if (!_census.TryAdd(address))
        {
            Abort(socket);
            return;
        }

        if (_census.IsCrowded)
        {
            Close(_unproven.First!.Value);
        }

        var connection = new TcpConnection(socket, address with { Connection = NextNumber() }, _clock.NowMicros);
        if (!_sleeper.TryWatch(socket, () => Read(connection)))
        {
            _census.Remove(address, isProven: false);
            Abort(socket);
            return;
        }

        _connections.Add(connection.Address.Connection, connection);
        connection.Place = _unproven.AddLast(connection);
    }

    private uint NextNumber()
    {
        do
        {
            _lastNumber++;
        }
        while (_lastNumber == 0 || _connections.ContainsKey(_lastNumber));

        return _lastNumber;
    }

    private void Read(TcpConnection connection)
    {
        var isGood = !connection.IsClosed && connection.Receive(_buffer, _onFrame, _clock.NowMicros);
        if (!isGood || (!connection.IsProven && connection.BytesRead > MostUnprovenBytes))
        {
            Close(connection);
        }
    }

    private void Close(TcpConnection connection)
    {
        if (connection.IsClosed)
        {
            return;
        }

        _connections.Remove(connection.Address.Connection);
        _census.Remove(connection.Address, connection.IsProven);
        if (!connection.IsProven)
        {
            _unproven.Remove(connection.Place!);
        }

        _sleeper.Forget(connection.Socket);
        if (!connection.IsProven)
        {
            Abort(connection.Socket);
        }

        connection.Dispose();
        _onClosed(connection.Address);
    }

    // A reset leaves nothing behind: a flood would fill the kernel with connections that wait to be forgotten.
    private static void Abort(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // Reset by the other side already.
        }

        socket.Dispose();
    }
}
