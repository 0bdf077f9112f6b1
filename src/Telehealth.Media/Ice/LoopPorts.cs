using System.Net;
using Telehealth.Media.Net;

namespace Telehealth.Media.Ice;

/// <summary>The ports of one media loop: what comes in by UDP and TCP goes to the transports, what they send goes out. Only the loop's thread touches this once it runs.</summary>
internal sealed class LoopPorts(
    Sleeper sleeper, MonotonicClock clock, KernelClock kernelClock, TransportTable table, LoopCounters counters, LoopGuard guard) : IDisposable
{
    // Posted work and timers get their turn after 64 packets.
    private const int BatchesPerTurn = 64 / MediaPort.Capacity;

    private readonly Demultiplexer _demultiplexer = new(table, counters);
    private MediaPort? _udp;
    private TcpPort? _tcp;

    /// <summary>Packets leave it with the end of the turn in which they were committed.</summary>
    public MediaPort Udp => _udp ?? throw new InvalidOperationException("The media loop has not been started.");

    /// <summary>Of passive TCP candidates; null where there are none.</summary>
    public int? TcpPort => _tcp?.Port;

    public int TcpConnections => _tcp?.Count ?? 0;

    /// <summary>Binds the ports and has them watched; throws when that cannot be.</summary>
    public void Open(IPAddress bind, int port, int? tcpPort, bool portable)
    {
        var udp = MediaPort.Open(bind, port, portable, counters.Port);
        _udp = udp;
        try
        {
            _tcp = tcpPort is { } number
                ? new TcpPort(new IPEndPoint(udp.LocalEndPoint.Address, number), sleeper, clock, counters.Port, ReceiveFrame, ForgetConnection)
                : null;
        }
        catch
        {
            udp.Dispose();
            throw;
        }

        if (!sleeper.TryWatch(udp.Socket, ReceivePackets))
        {
            throw new InvalidOperationException("The system does not watch the media port.");
        }
    }

    /// <summary>Sends at once, or by TCP with the end of the turn; what cannot be sent is lost and counted.</summary>
    public void Send(ReadOnlySpan<byte> datagram, in RemoteAddress to)
    {
        if (to.Connection == 0)
        {
            Udp.Send(datagram, to);
        }
        else
        {
            _tcp?.Send(datagram, to);
        }
    }

    /// <summary>Sends what was written to the port's slot with the end of the turn.</summary>
    /// <returns>False when it is known not to leave; it is counted.</returns>
    public bool Commit(Destination to, int length, bool mayYield) =>
        to.Address.Connection == 0
            ? Udp.Commit(to, length)
            : _tcp is { } tcp && tcp.Send(Udp.Slot[..length], to.Address, mayYield);

    /// <summary>The transport uses this address no more; a connection ends with that.</summary>
    public void Unbind(in RemoteAddress address, Transport transport)
    {
        table.Unbind(address, transport);
        if (address.Connection != 0)
        {
            _tcp?.Release(address);
        }
    }

    /// <summary>At the end of a turn.</summary>
    public void Flush()
    {
        Udp.Flush();
        _tcp?.Flush();
    }

    public void OnTick(long now) => _tcp?.OnTick(now);

    public void Dispose()
    {
        _udp?.Dispose();
        _tcp?.Dispose();
    }

    private void ReceivePackets()
    {
        var port = Udp;
        for (var batches = 0; batches < BatchesPerTurn; batches++)
        {
            var count = port.Receive();
            var now = clock.NowMicros;
            kernelClock.Update(now);
            for (var index = 0; index < count; index++)
            {
                try
                {
                    var notes = port.Notes(index);
                    _demultiplexer.CountOverflows(notes.Overflows);
                    _demultiplexer.Dispatch(port.Datagram(index), port.Sender(index), kernelClock.ArrivalMicros(notes.StampMicros, now));
                }
                catch (Exception fault)
                {
                    guard.OnFault(fault);
                }
            }

            if (count < MediaPort.Capacity)
            {
                return;
            }
        }
    }

    private void ReceiveFrame(TcpConnection connection, Span<byte> frame)
    {
        try
        {
            _demultiplexer.Dispatch(frame, connection.Address, clock.NowMicros);
            if (!connection.IsProven && table.Find(connection.Address) is not null)
            {
                _tcp!.Prove(connection);
            }
        }
        catch (Exception fault)
        {
            guard.OnFault(fault);
        }
    }

    private void ForgetConnection(RemoteAddress address)
    {
        if (table.Find(address) is { } transport)
        {
            table.Unbind(address, transport);
            transport.ForgetAddress(address);
        }
    }
}
