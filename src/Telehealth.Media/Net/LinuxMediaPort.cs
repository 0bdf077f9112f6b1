using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>Linux's batches in both directions, with kernel time stamps and answers from the address that was asked.</summary>
internal sealed class LinuxMediaPort : MediaPort
{
    private readonly UdpPort _port;
    private readonly ReceiveBatch _received = new();
    private readonly SendBatch _sending;

    public LinuxMediaPort(IPAddress bind, int port, PortCounters counters)
        : base(counters)
    {
        _port = new UdpPort(bind, port);
        _port.AskForNotes();
        _sending = new SendBatch(_port, counters);
    }

    public override Socket Socket => _port.Socket;

    public override Span<byte> Slot => _sending.Slot;

    public override int Receive()
    {
        _received.Receive(_port.Handle);
        return _received.Count;
    }

    public override Span<byte> Datagram(int index) => _received.Datagram(index);

    public override RemoteAddress Sender(int index) => _received.Sender(index, _received.Notes(index).Local);

    public override DatagramNotes Notes(int index) => _received.Notes(index);

    public override bool Send(ReadOnlySpan<byte> datagram, in RemoteAddress to) => _port.Send(datagram, to);

    public override bool Commit(Destination to, int length)
    {
        _sending.Commit(to, length);
        return true;
    }

    public override void Flush() => _sending.Flush();

    protected override void Dispose(bool disposing) => _port.Dispose();
}
