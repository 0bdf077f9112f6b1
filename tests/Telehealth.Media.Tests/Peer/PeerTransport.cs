using System.Net;
using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Srtp;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Peer;

/// <summary>A plain packet that a peer received, and when the kernel did.</summary>
internal delegate void PeerPacket(ReadOnlySpan<byte> packet, long now);

/// <summary>A protected packet that a peer received; true when nobody else need look at it.</summary>
internal delegate bool SealedPeerPacket(ReadOnlySpan<byte> datagram, long now);

/// <summary>Where the other side is and who it says it is.</summary>
internal sealed record PeerRemote(IPEndPoint Address, string Ufrag, string Password, string Fingerprint, DtlsRole LocalRole);

/// <summary>A browser's end of a transport: controlling ICE agent, DTLS and SRTP on its own socket. The loop's thread owns it.</summary>
internal sealed class PeerTransport : IDisposable
{
    private const long CheckMicros = 50_000;
    private const long ConsentMicros = 1_000_000;

    private readonly PeerLoop _loop;
    private readonly IPAddress _bind;
    private readonly DtlsIdentity _identity;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PeerChecks _checks = new();
    private readonly byte[] _wire = new byte[2048];
    private readonly byte[] _plain = new byte[2048];
    private UdpPort _port;
    private TcpWire? _tcp;
    private PeerRemote? _remote;
    private RemoteAddress _address;
    private DtlsAssociation? _dtls;
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private ImpairedLink? _uplink;
    private ImpairedLink? _downlink;
    private long _nextCheck;

    public PeerTransport(PeerLoop loop, DtlsIdentity identity, IPAddress? bind = null)
    {
        _loop = loop;
        _identity = identity;
        _bind = bind ?? IPAddress.Any;
        _port = Open();
    }

    public string Ufrag => _checks.Ufrag;

    public string Password => _checks.Password;

    public string Fingerprint => _identity.Fingerprint;

    /// <summary>Firefox nominates with its first check already; Chromium after the first answer.</summary>
    public bool NominatesAtOnce { get; init; }

    /// <summary>What DTLS agreed on; null before.</summary>
    public SrtpProfile? Profile { get; private set; }

    /// <summary>Connects to the other side instead of sending datagrams.</summary>
    public bool ByTcp { get; init; }

    /// <summary>Our TCP connection, if we have one.</summary>
    public TcpWire? Tcp => _tcp;

    public bool IsConnected => _sender is not null;

    /// <summary>Completes when the keys are installed.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Completes when the other side said goodbye or DTLS failed.</summary>
    public Task Closed => _closed.Task;

    public int ChecksSent => _checks.Sent;

    public int ChecksAnswered => _checks.Answered;

    public long DatagramsReceived { get; private set; }

    /// <summary>Packets that the other side must not have sent: replayed, forged or before the keys.</summary>
    public long PacketsRefused { get; private set; }

    /// <summary>Our address as the other side sees it.</summary>
    public RemoteAddress? MappedAddress => _checks.MappedAddress;

    public bool HoldChecks { get; set; }

    public PeerPacket? OnRtp { get; set; }

    public PeerPacket? OnRtcp { get; set; }

    /// <summary>Sees RTP before it is opened: for load generators that cannot afford to open every packet.</summary>
    public SealedPeerPacket? OnSealedRtp { get; set; }

    /// <summary>What happens to everything we send from now on; null for a perfect link. On the loop's thread.</summary>
    public ImpairedLink? Uplink
    {
        get => _uplink;
        set
        {
            _uplink = value;
            _loop.SocketsChanged();
        }
    }

    /// <summary>What happens to everything that is sent to us; null for a perfect link. On the loop's thread.</summary>
    public ImpairedLink? Downlink
    {
        get => _downlink;
        set
        {
            _downlink = value;
            _loop.SocketsChanged();
        }
    }

    public bool IsImpaired => _uplink is not null || _downlink is not null;

    /// <summary>When a datagram on one of the links is due.</summary>
    public long NextDue => Math.Min(_uplink?.NextDue ?? long.MaxValue, _downlink?.NextDue ?? long.MaxValue);

    public Action<long>? Ticked { get; set; }

    public int SocketHandle => _tcp?.Handle ?? _port.Handle;

    public int LocalPort => _tcp?.LocalPort ?? _port.LocalEndPoint.Port;

    /// <summary>The port of the other side; 0 before it is known.</summary>
    public ushort RemotePort => _address.Port;

    /// <summary>Starts, or after an ICE restart goes on with new credentials over the same association.</summary>
    public void Connect(PeerRemote remote)
    {
        if (_remote is null)
        {
            _tcp = ByTcp ? new TcpWire(remote.Address) : null;
            _loop.Add(this);
        }

        _remote = remote;
        _address = RemoteAddress.From(remote.Address);
        if (HoldChecks)
        {
            return;
        }

        _nextCheck = _loop.NowMicros + CheckMicros;
        SendCheck();
    }

    public void RestartIce() => _checks.Restart();

    /// <summary>What a NAT does when it forgets: the same peer from another port.</summary>
    public void Rebind()
    {
        _port.Dispose();
        _port = Open();
        _tcp?.Dispose();
        _tcp = ByTcp ? new TcpWire(_remote!.Address) : null;
        _nextCheck = 0;
        _loop.SocketsChanged();
    }

    public bool SendRtp(ReadOnlySpan<byte> packet) => _sender is not null && SendRaw(_wire.AsSpan(0, _sender.SealRtp(packet, _wire)));

    public bool SendRtcp(ReadOnlySpan<byte> packet) => _sender is not null && SendRaw(_wire.AsSpan(0, _sender.SealRtcp(packet, _wire)));

    /// <summary>Bytes as they are, protected by nothing.</summary>
    public bool SendRaw(ReadOnlySpan<byte> datagram)
    {
        if (_uplink is null || datagram.Length == 0)
        {
            return datagram.Length > 0 && Emit(datagram);
        }

        _uplink.Offer(datagram, _loop.NowMicros, (sent, _) => Emit(sent));
        return true;
    }

    /// <summary>The protected form of a packet, for tests that capture and replay.</summary>
    public byte[] SealRtp(ReadOnlySpan<byte> packet) => _wire[.._sender!.SealRtp(packet, _wire)];

    public void Close()
    {
        _dtls?.Shutdown();
        SendFlight();
        _loop.Remove(this);
        Dispose();
    }

    public void Dispose()
    {
        _dtls?.Dispose();
        _sender?.Dispose();
        _receiver?.Dispose();
        _port.Dispose();
        _tcp?.Dispose();
        (_dtls, _sender, _receiver) = (null, null, null);
    }

    /// <summary>Opens a packet that <see cref="OnSealedRtp"/> saw; empty when it is not genuine. Valid until the next packet.</summary>
    public ReadOnlySpan<byte> OpenRtp(ReadOnlySpan<byte> datagram) =>
        _receiver?.OpenRtp(datagram, _plain, out var length) == SrtpOutcome.Accepted ? _plain.AsSpan(0, length) : default;

    internal void ReceiveAll(ReceiveBatch batch, KernelClock clock)
    {
        if (_tcp is { } tcp)
        {
            tcp.Receive(frame => Arrive(frame, _loop.NowMicros));
            return;
        }

        do
        {
            batch.Receive(_port.Handle);
            var now = _loop.NowMicros;
            for (var at = 0; at < batch.Count; at++)
            {
                var arrival = clock.ArrivalMicros(batch.Notes(at).StampMicros, now);
                Arrive(batch.Datagram(at), arrival);
            }
        }
        while (batch.IsFull);
    }

    /// <summary>Lets out what the links have held long enough.</summary>
    internal void Drain(long now)
    {
        _uplink?.Deliver(now);
        _downlink?.Deliver(now);
    }

    internal void OnTick(long now)
    {
        if (!HoldChecks && now >= _nextCheck)
        {
            _nextCheck = now + (_dtls is null ? CheckMicros : ConsentMicros);
            SendCheck();
        }

        if (_dtls is { State: DtlsState.Handshaking })
        {
            _dtls.HandleTimeout();
            AfterDtls();
        }

        Ticked?.Invoke(now);
    }

    private bool Emit(ReadOnlySpan<byte> datagram) => _tcp?.Send(datagram) ?? _port.Send(datagram, _address);

    private void Arrive(ReadOnlySpan<byte> datagram, long arrival)
    {
        if (_downlink is null)
        {
            Take(datagram, arrival);
        }
        else
        {
            _downlink.Offer(datagram, arrival, Take);
        }
    }

    private void Take(ReadOnlySpan<byte> datagram, long arrival)
    {
        DatagramsReceived++;
        switch (PacketKinds.Of(datagram))
        {
            case PacketKind.Stun:
                OnStun(datagram);
                break;
            case PacketKind.Dtls when _dtls is not null:
                _dtls.Receive(datagram);
                AfterDtls();
                break;
            case PacketKind.Rtp when OnSealedRtp?.Invoke(datagram, arrival) != true:
                OnMedia(datagram, arrival, isRtcp: false);
                break;
            case PacketKind.Rtcp:
                OnMedia(datagram, arrival, isRtcp: true);
                break;
        }
    }

    private UdpPort Open()
    {
        var port = new UdpPort(_bind, 0);
        port.AskForNotes();
        return port;
    }

    private void SendCheck() => SendRaw(_wire.AsSpan(0, _checks.WriteCheck(_remote!, NominatesAtOnce, _wire)));

    private void OnStun(ReadOnlySpan<byte> datagram)
    {
        if (!StunMessage.TryRead(datagram, out var message) || _remote is null)
        {
            return;
        }

        if (!_checks.TakeAnswer(message, _remote))
        {
            SendRaw(_wire.AsSpan(0, _checks.WriteAnswer(message, _address, _wire)));
            return;
        }

        if (_checks.Answered == 1)
        {
            // Now nominate, as Chromium does.
            _nextCheck = 0;
        }

        if (_dtls is null)
        {
            _dtls = new DtlsAssociation(_identity, _remote.LocalRole);
            if (_remote.LocalRole == DtlsRole.Client)
            {
                _dtls.Start();
            }

            SendFlight();
        }
    }

    private void AfterDtls()
    {
        SendFlight();
        if (_dtls!.State is DtlsState.Failed or DtlsState.PeerClosed)
        {
            _closed.TrySetResult();
            return;
        }

        if (_dtls.State != DtlsState.Connected || _sender is not null)
        {
            return;
        }

        if (!_dtls.IsPeer(DtlsFingerprint.TryParse("sha-256", _remote!.Fingerprint)!) || _dtls.ExportSrtpKeys() is not { } keys)
        {
            _connected.TrySetException(new InvalidOperationException("the server's certificate is not the one of its SDP"));
            return;
        }

        Profile = keys.Send.Profile;
        _sender = new SrtpSender(keys.Send);
        _receiver = new SrtpReceiver(keys.Receive);
        _connected.TrySetResult();
    }

    private void OnMedia(ReadOnlySpan<byte> datagram, long arrival, bool isRtcp)
    {
        if (_receiver is null)
        {
            PacketsRefused++;
            return;
        }

        var outcome = isRtcp
            ? _receiver.OpenRtcp(datagram, _plain, out var length)
            : _receiver.OpenRtp(datagram, _plain, out length);
        if (outcome != SrtpOutcome.Accepted)
        {
            PacketsRefused++;
            return;
        }

        (isRtcp ? OnRtcp : OnRtp)?.Invoke(_plain.AsSpan(0, length), arrival);
    }

    private void SendFlight()
    {
        Span<byte> datagram = stackalloc byte[DtlsAssociation.LargestDatagram];
        int length;
        while (_dtls is not null && (length = _dtls.TakeDatagram(datagram)) > 0)
        {
            SendRaw(datagram[..length]);
        }
    }
}
