using System.Net;
using System.Text;
using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Hostile;

/// <summary>A socket that says whatever a test wants to a media port, and counts what comes back.</summary>
internal sealed class RawPeer(IPEndPoint server, IPAddress? bind = null) : IDisposable
{
    private readonly UdpPort _port = new(bind ?? IPAddress.Loopback, 0);
    private readonly RemoteAddress _server = RemoteAddress.From(server);
    private readonly byte[] _received = new byte[2048];

    public IPEndPoint Address => _port.LocalEndPoint;

    public long BytesSent { get; private set; }

    public long DatagramsSent { get; private set; }

    public long BytesReceived { get; private set; }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        // A full send buffer loses datagrams as a wire would.
        if (_port.Send(datagram, _server))
        {
            BytesSent += datagram.Length;
            DatagramsSent++;
        }
    }

    /// <summary>Takes one waiting datagram; empty when there is none.</summary>
    public byte[] Take()
    {
        var length = _port.Receive(_received, out _);
        BytesReceived += Math.Max(0, length);
        return length < 0 ? [] : _received[..length];
    }

    /// <summary>Takes everything that waits.</summary>
    public List<byte[]> TakeAll()
    {
        var all = new List<byte[]>();
        for (var datagram = Take(); datagram.Length > 0; datagram = Take())
        {
            all.Add(datagram);
        }

        return all;
    }

    /// <summary>Waits for the next datagram of a kind.</summary>
    public async Task<byte[]> NextAsync(PacketKind kind, string what)
    {
        byte[] found = [];
        await Waiting.Until(
            () =>
            {
                found = Take();
                return found.Length > 0 && PacketKinds.Of(found) == kind;
            },
            what);
        return found;
    }

    public void Dispose() => _port.Dispose();

    /// <summary>A connectivity check as a browser makes it, but for what the test changes.</summary>
    public static byte[] Check(
        string ours,
        string theirs,
        string password,
        bool fingerprint = true,
        bool integrity = true,
        ushort type = StunFormat.BindingRequest,
        bool controlled = false,
        bool priority = true,
        bool nominates = false,
        ushort? unknown = null)
    {
        var buffer = new byte[700];
        var writer = new StunWriter(buffer, type, "transactions"u8);
        writer.Add(StunFormat.Username, Encoding.ASCII.GetBytes($"{ours}:{theirs}"));
        writer.Add(controlled ? StunFormat.IceControlled : StunFormat.IceControlling, 7UL);
        if (priority)
        {
            writer.Add(StunFormat.Priority, 1u);
        }

        if (nominates)
        {
            writer.Add(StunFormat.UseCandidate, []);
        }

        if (unknown is not null)
        {
            writer.Add(unknown.Value, "?"u8);
        }

        if (integrity)
        {
            writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        }

        if (fingerprint)
        {
            writer.AddFingerprint();
        }

        return buffer[..writer.Length];
    }

    /// <summary>A genuine first flight of a DTLS client.</summary>
    public static byte[] ClientHello()
    {
        using var identity = new DtlsIdentity(TimeProvider.System.GetUtcNow());
        using var association = new DtlsAssociation(identity, DtlsRole.Client);
        association.Start();
        var datagram = new byte[DtlsAssociation.LargestDatagram];
        return datagram[..association.TakeDatagram(datagram)];
    }
}
