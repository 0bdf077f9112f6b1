using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Srtp;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Ice;

/// <summary>One ICE-lite, DTLS and SRTP association with one peer connection. Only the loop's thread touches this.</summary>
internal sealed class Transport : IDisposable
{
    /// <summary>RFC 7675 section 5.1: no sending without a check in the last 30 seconds.</summary>
    internal const long ConsentMicros = 30_000_000;

    // A ClientHello with a post-quantum share comes in two datagrams and may overtake the signalling.
    private const int EarlyDatagrams = 2;

    private readonly MediaLoop _loop;
    private readonly ITransportOwner _owner;
    private readonly DtlsIdentity _identity;
    private readonly CheckResponder _checks = new();
    private readonly CheckedPairs _pairs = new();
    private readonly Queue<byte[]> _early = new(EarlyDatagrams);
    private RemoteParameters? _remote;
    private DtlsFingerprint? _fingerprint;
    private SecureChannel? _channel;
    private bool _closed;

    internal Transport(MediaLoop loop, TransportSettings settings, ITransportOwner owner, DtlsIdentity identity)
    {
        _loop = loop;
        _owner = owner;
        _identity = identity;
        Label = settings.Label;
        LastConsentMicros = loop.NowMicros;
        loop.Table.Add(this, Ufrag);
    }

    public string Label { get; }

    public string Ufrag => _checks.Current.Ufrag;

    public string Password => _checks.Current.Password;

    /// <summary>The local certificate's SHA-256 as SDP writes it: upper-case hexadecimal pairs with colons.</summary>
    public string DtlsFingerprint => _identity.Fingerprint;

    public TransportCounters Counters { get; } = new();

    /// <summary>True from <see cref="ITransportOwner.OnConnected"/> until the transport closes.</summary>
    public bool IsConnected => _channel?.Sender is not null;

    /// <summary>When the last authenticated check arrived, on <see cref="MediaLoop.NowMicros"/>'s clock.</summary>
    public long LastConsentMicros { get; private set; }

    internal bool IsHandshaking => _channel is { IsHandshaking: true };

    /// <summary>Tells what the peer's SDP says; again after an ICE restart.</summary>
    /// <returns>False, and nothing is changed, when the fingerprint is unusable or not the one told before.</returns>
    public bool SetRemote(RemoteParameters remote)
    {
        var fingerprint = Dtls.DtlsFingerprint.TryParse(remote.FingerprintAlgorithm, remote.Fingerprint);
        if (_closed || fingerprint is null || (_fingerprint is not null && !fingerprint.IsSameAs(_fingerprint)))
        {
            return false;
        }

        if (_remote is null)
        {
            LastConsentMicros = _loop.NowMicros;
        }

        _fingerprint = fingerprint;
        _remote = _remote is null ? remote : remote with { LocalRole = _remote.LocalRole };
        _checks.Current.RemoteUfrag = remote.Ufrag;
        StartHandshake();
        while (_early.TryDequeue(out var datagram))
        {
            OnDtls(datagram);
        }

        return true;
    }

    /// <summary>Makes new credentials for the same DTLS association; the old ones work until the first check with the new.</summary>
    public IceCredentials RestartIce()
    {
        Forget(_checks.Restart());
        _loop.Table.AddUfrag(this, Ufrag);
        return _checks.Current;
    }

    /// <summary>Encrypts and sends the packet in the first <paramref name="length"/> bytes; the buffer itself stays as it is.</summary>
    /// <returns>False when nothing was sent: not connected, index used before, or the kernel refused.</returns>
    public bool SendRtp(Span<byte> buffer, int length) =>
        _channel?.Sender is { } sender && Send(sender.SealRtp(buffer[..length], _loop.Scratch)) && Counters.CountSent(isRtcp: false, length);

    /// <inheritdoc cref="SendRtp"/>
    public bool SendRtcp(Span<byte> buffer, int length) =>
        _channel?.Sender is { } sender && Send(sender.SealRtcp(buffer[..length], _loop.Scratch)) && Counters.CountSent(isRtcp: true, length);

    /// <summary>Says goodbye to the peer and forgets it; the owner hears nothing more.</summary>
    public void Close()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        _channel?.Shutdown();
        SendFlight();
        _channel?.Dispose();
        _channel = null;
        Forget(_checks.Current);
        Forget(_checks.Previous);
        for (var index = 0; index < _pairs.Count; index++)
        {
            _loop.Table.Unbind(_pairs[index], this);
        }

        _loop.Table.Remove(this);
    }

    public void Dispose() => Close();

    /// <summary>Takes a STUN message whose USERNAME names this transport; false when it is not authentic.</summary>
    internal bool OnCheck(in StunMessage request, in RemoteAddress from, long now)
    {
        if (!_checks.IsAuthentic(request))
        {
            return false;
        }

        Span<byte> response = stackalloc byte[CheckResponder.LargestResponse];
        var length = _checks.Respond(request, from, response, out var succeeded, out var ended);
        if (succeeded)
        {
            Forget(ended);
            LastConsentMicros = now;
            Bind(from, request.Priority, request.UseCandidate, now);
        }

        _loop.Port.Send(response[..length], from);
        if (succeeded)
        {
            StartHandshake();
        }

        return true;
    }

    /// <summary>Takes a DTLS datagram from a validated address.</summary>
    internal void OnDtls(ReadOnlySpan<byte> datagram)
    {
        if (_remote is null)
        {
            if (_early.Count < EarlyDatagrams)
            {
                _early.Enqueue(datagram.ToArray());
            }

            return;
        }

        StartHandshake();
        if (_channel is not null)
        {
            After(_channel.Receive(datagram));
        }
    }

    /// <summary>Takes an SRTP or SRTCP packet from a validated address.</summary>
    internal void OnMedia(ReadOnlySpan<byte> packet, bool isRtcp, in RemoteAddress from, long now)
    {
        var plain = _loop.Plain;
        var length = 0;
        var outcome = _channel?.Receiver is not { } receiver ? SrtpOutcome.Malformed
            : isRtcp ? receiver.OpenRtcp(packet, plain, out length)
            : receiver.OpenRtp(packet, plain, out length);
        if (outcome == SrtpOutcome.Accepted)
        {
            _pairs.OnMedia(from, now);
            Deliver(plain[..length], isRtcp, now);
        }
        else
        {
            Counters.Drop(outcome);
        }
    }

    /// <summary>Repeats a lost flight, gives up a handshake that takes too long, and ends without consent.</summary>
    internal void OnTick(long now)
    {
        if (_channel is { IsHandshaking: true })
        {
            After(_channel.OnTick(now));
        }

        if (!_closed && _remote is not null && now - LastConsentMicros > ConsentMicros)
        {
            End(TransportClose.ConsentExpired);
        }
    }

    internal void ForgetAddress(in RemoteAddress address) => _pairs.Remove(address);

    private void Deliver(Span<byte> packet, bool isRtcp, long now)
    {
        Counters.CountReceived(isRtcp, packet.Length);
        if (isRtcp)
        {
            _owner.OnRtcp(this, packet, now);
        }
        else
        {
            _owner.OnRtp(this, packet, now);
        }
    }

    private void Bind(in RemoteAddress from, uint priority, bool nominates, long now)
    {
        if (_pairs.OnCheck(from, priority, nominates, now) is { } evicted)
        {
            _loop.Table.Unbind(evicted, this);
        }

        _loop.Table.Bind(from, this)?.ForgetAddress(from);
    }

    private void StartHandshake()
    {
        if (_channel is not null || _closed || _remote is null || _pairs.Target is null || !_loop.TryCountHandshake())
        {
            return;
        }

        _channel = new SecureChannel(_identity, _remote.LocalRole, _fingerprint!, _loop.NowMicros);
        _channel.Start();
        SendFlight();
    }

    private void After(ChannelStep step)
    {
        SendFlight();
        switch (step)
        {
            case ChannelStep.Opened:
                _owner.OnConnected(this);
                break;
            case ChannelStep.Failed:
                End(TransportClose.HandshakeFailed);
                break;
            case ChannelStep.FingerprintMismatch:
                End(TransportClose.FingerprintMismatch);
                break;
            case ChannelStep.PeerClosed:
                End(TransportClose.PeerClosed);
                break;
        }
    }

    private void End(TransportClose reason)
    {
        Close();
        _owner.OnClosed(this, reason);
    }

    private bool Send(int length)
    {
        if (length > 0 && _pairs.Target is { } target && _loop.Port.Send(_loop.Scratch[..length], target))
        {
            return true;
        }

        Counters.DroppedOutgoing++;
        return false;
    }

    private void SendFlight()
    {
        if (_channel is null || _pairs.Target is not { } target)
        {
            return;
        }

        Span<byte> datagram = stackalloc byte[DtlsAssociation.LargestDatagram];
        int length;
        while ((length = _channel.TakeDatagram(datagram)) > 0)
        {
            _loop.Port.Send(datagram[..length], target);
        }
    }

    private void Forget(IceCredentials? ended)
    {
        if (ended is not null)
        {
            _loop.Table.RemoveUfrag(ended.Ufrag);
        }
    }
}
