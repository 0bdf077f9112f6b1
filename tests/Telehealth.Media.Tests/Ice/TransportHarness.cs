using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Ice;

/// <summary>A media loop on a free port and peers that connect to it, without any room.</summary>
internal sealed class TransportHarness : IAsyncDisposable
{
    private readonly DtlsIdentity _peerIdentity = new(TimeProvider.System.GetUtcNow());

    public TransportHarness(bool portable = false)
    {
        Loop = new MediaLoop(IPAddress.Loopback, 0, Time, NullLogger.Instance, portable, tcpPort: 0);
        Loop.Start();
    }

    /// <summary>The loop's clock.</summary>
    public ShiftedTime Time { get; } = new();

    public MediaLoop Loop { get; }

    public IPEndPoint TcpEndPoint => new(IPAddress.Loopback, Loop.TcpPort!.Value);

    public PeerLoop Peers { get; } = new();

    public DtlsIdentity PeerIdentity => _peerIdentity;

    /// <summary>Runs on the media loop's thread.</summary>
    public Task<T> OnLoop<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(Loop.Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        }));
        return done.Task;
    }

    public async Task<(Transport Transport, RecordingOwner Owner)> CreateAsync()
    {
        var owner = new RecordingOwner();
        var transport = await OnLoop(() => Loop.CreateTransport(new TransportSettings("test"), owner));
        return (transport, owner);
    }

    /// <summary>Introduces a peer and a transport to each other, as signalling would.</summary>
    public async Task<PeerTransport> IntroduceAsync(
        Transport transport, DtlsRole serverRole, bool firefox = false, string? announcedFingerprint = null, bool byTcp = false)
    {
        var peer = new PeerTransport(Peers, _peerIdentity, IPAddress.Loopback) { NominatesAtOnce = firefox, ByTcp = byTcp };
        await TellServerAsync(transport, peer, serverRole, announcedFingerprint);
        await TellPeerAsync(transport, peer, serverRole, byTcp ? TcpEndPoint : null);
        return peer;
    }

    public async Task TellServerAsync(Transport transport, PeerTransport peer, DtlsRole serverRole, string? announcedFingerprint = null)
    {
        var remote = new RemoteParameters
        {
            Ufrag = peer.Ufrag,
            Password = peer.Password,
            FingerprintAlgorithm = "sha-256",
            Fingerprint = announcedFingerprint ?? peer.Fingerprint,
            LocalRole = serverRole,
        };
        Assert.True(await OnLoop(() => transport.SetRemote(remote)));
    }

    public async Task TellPeerAsync(Transport transport, PeerTransport peer, DtlsRole serverRole, IPEndPoint? through = null)
    {
        var role = serverRole == DtlsRole.Client ? DtlsRole.Server : DtlsRole.Client;
        var remote = new PeerRemote(
            through ?? Loop.LocalEndPoint, transport.Ufrag, transport.Password, transport.DtlsFingerprint, role);
        await Peers.RunAsync(() => peer.Connect(remote));
    }

    public async ValueTask DisposeAsync()
    {
        Peers.Dispose();
        var faults = Loop.Faults;
        await Loop.DisposeAsync();
        _peerIdentity.Dispose();
        Assert.Equal(0, faults);
        Assert.Null(Peers.Fault);
    }
}

/// <summary>Remembers what a transport told its owner.</summary>
internal sealed class RecordingOwner : ITransportOwner
{
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TransportClose> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Connected => _connected.Task;

    public Task<TransportClose> Closed => _closed.Task;

    public ConcurrentQueue<byte[]> Rtp { get; } = new();

    public ConcurrentQueue<byte[]> Rtcp { get; } = new();

    public bool Admits(ReadOnlySpan<byte> packet, bool isRtcp, long arrivalMicros) => true;

    public void OnConnected(Transport transport) => _connected.SetResult();

    public void OnRtp(Transport transport, Span<byte> packet, long arrivalMicros) => Rtp.Enqueue(packet.ToArray());

    public void OnRtcp(Transport transport, Span<byte> packet, long arrivalMicros) => Rtcp.Enqueue(packet.ToArray());

    public void OnClosed(Transport transport, TransportClose reason) => _closed.SetResult(reason);
}
