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

    private readonly TcpDoor _door;
    private readonly Sleeper _sleeper;
    private readonly MonotonicClock _clock;
    private readonly TcpFrame _onFrame;
    private readonly Action<RemoteAddress> _onClosed;
    private readonly TcpCensus _census = new(TcpLimits.Default);
    private readonly PortCounters _counters;
    private readonly Dictionary<uint, TcpConnection> _connections = [];
    private readonly List<TcpConnection> _waiting = [];
    private readonly byte[] _buffer = new byte[TcpConnection.ReadBytes];
    private uint _lastNumber;
    private long _nextSweep;

    /// <summary>Binds and listens; throws when it cannot.</summary>
    public TcpPort(
        IPEndPoint bind, Sleeper sleeper, MonotonicClock clock, PortCounters counters, TcpFrame onFrame, Action<RemoteAddress> onClosed)
    {
        _counters = counters;
        _sleeper = sleeper;
        _clock = clock;
        _onFrame = onFrame;
        _onClosed = onClosed;
        _door = new TcpDoor(bind, sleeper, Take);
    }

    public int Port => _door.Port;

    public int Count => _census.All;

    /// <summary>Takes a packet; it leaves with the end of the loop's turn. False when it is dropped.</summary>
    /// <param name="packet">A whole packet.</param>
    /// <param name="to">Its connection.</param>
    /// <param name="mayYield">It leaves the last room to sound and control.</param>
    public bool Send(ReadOnlySpan<byte> packet, in RemoteAddress to, bool mayYield = false)
    {
        if (!_connections.TryGetValue(to.Connection, out var connection))
        {
            _counters.DroppedOutgoing++;
            return false;
        }

        var wasWaiting = connection.HasQueued;
        var isTaken = connection.Queue(packet, mayYield);
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
            _census.Prove(connection);
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

        while (_census.OldestUnproven is { } oldest && now - oldest.OpenedMicros > PatienceMicros)
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
        _door.Dispose();
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

        _door.Open();
    }

    private void Take(Socket socket, RemoteAddress address)
    {
        TcpConnection? leaving;
        while (!_census.HasRoom(address, out leaving) && leaving is not null)
        {
            Close(leaving);
        }

        if (!_census.HasRoom(address, out _))
        {
            Abort(socket);
            return;
        }

        var connection = new TcpConnection(socket, address with { Connection = NextNumber() }, _clock.NowMicros);
        if (!_sleeper.TryWatch(socket, () => Read(connection)))
        {
            Abort(socket);
            return;
        }

        _connections.Add(connection.Address.Connection, connection);
        _census.Add(connection);
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
        _census.Remove(connection);
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
