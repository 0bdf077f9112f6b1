using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>
/// The UDP socket of a media loop as the loop uses it: datagrams are taken and given in batches. Here alone operating systems
/// differ. Only the loop's thread touches this.
/// </summary>
internal abstract class MediaPort(PortCounters counters) : IDisposable
{
    /// <summary>How many datagrams <see cref="Receive"/> takes at most.</summary>
    public const int Capacity = ReceiveBatch.Capacity;

    public abstract Socket Socket { get; }

    public IPEndPoint LocalEndPoint => (IPEndPoint)Socket.LocalEndPoint!;

    protected PortCounters Counters { get; } = counters;

    /// <summary>Where the next packet is written, the same until <see cref="Commit"/>; at least as long as any packet and its tag.</summary>
    public abstract Span<byte> Slot { get; }

    /// <summary>Linux's own calls, or .NET's sockets where there are none: developers' machines. Throws when it cannot be bound.</summary>
    public static MediaPort Open(IPAddress bind, int port, bool portable, PortCounters counters) =>
        portable ? new PortableMediaPort(bind, port, counters) : new LinuxMediaPort(bind, port, counters);

    /// <summary>Takes what waits at the socket, without waiting itself; returns how many.</summary>
    public abstract int Receive();

    /// <summary>One of those taken, until the next <see cref="Receive"/>; it may be decrypted where it stands.</summary>
    public abstract Span<byte> Datagram(int index);

    public abstract RemoteAddress Sender(int index);

    public abstract DatagramNotes Notes(int index);

    /// <summary>Sends at once; false when the kernel would not take it.</summary>
    public abstract bool Send(ReadOnlySpan<byte> datagram, in RemoteAddress to);

    /// <summary>Takes the packet that was written to <see cref="Slot"/>; it leaves with the next <see cref="Flush"/> at the latest.</summary>
    /// <returns>False when the kernel has refused it already; what it refuses later is counted.</returns>
    public abstract bool Commit(Destination to, int length);

    public abstract void Flush();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
