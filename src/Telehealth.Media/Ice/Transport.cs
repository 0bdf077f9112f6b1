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

    private readonly MediaLoop _loop;
    private readonly ITransportOwner _owner;
    private readonly DtlsIdentity _identity;
    private readonly CheckResponder _checks = new();
    private readonly EarlyDatagrams _early = new();
    private readonly PeerPath _path;
    private RemoteParameters? _remote;
    private DtlsFingerprint? _fingerprint;
    private SecureChannel? _channel;
    private bool _closed;

    internal Transport(MediaLoop loop, TransportSettings settings, ITransportOwner owner, DtlsIdentity identity)
    {
        _loop = loop;
        _owner = owner;
        _identity = identity;
        _path = new PeerPath(loop, this);
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
        while (_early.Take() is { } datagram)
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

    /// <summary>
    /// Encrypts a packet and sends it with the end of the loop's turn. Its end may be shared with other receivers: it is read where
    /// it stands.
    /// </summary>
    /// <param name="head">The RTP header and what of the payload is this receiver's own.</param>
    /// <param name="mayYield">It leaves the last room of a full connection to sound and control.</param>
    /// <returns>False when it was not taken: not connected, its index was used before, or its connection has no room.</returns>
    public bool SendRtp(ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest, bool mayYield = false) =>
        _channel?.Sender is { } sender && Commit(sender.SealRtp(head, rest, _loop.Port.Slot), mayYield)
        && Counters.CountSent(isRtcp: false, head.Length + rest.Length);

    /// <summary>Encrypts the packet in the first <paramref name="length"/> bytes and sends it with the end of the loop's turn.</summary>
    /// <inheritdoc cref="SendRtp"/>
    public bool SendRtcp(ReadOnlySpan<byte> buffer, int length) =>
        _channel?.Sender is { } sender && Commit(sender.SealRtcp(buffer[..length], _loop.Port.Slot), mayYield: false)
        && Counters.CountSent(isRtcp: true, length);

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
        _path.Close();
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
            _path.OnCheck(from, request.Priority, request.UseCandidate, now);
        }

        _loop.Ports.Send(response[..length], from);
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
            _early.Keep(datagram);
            return;
        }

        StartHandshake();
        if (_channel is not null)
        {
            After(_channel.Receive(datagram));
        }
    }

    /// <summary>Takes an SRTP or SRTCP packet from a validated address and decrypts it where it stands.</summary>
    internal void OnMedia(Span<byte> packet, bool isRtcp, in RemoteAddress from, long now)
    {
        var length = 0;
        var outcome = _channel?.Receiver is not { } receiver ? SrtpOutcome.Malformed
            : isRtcp ? receiver.OpenRtcp(packet, packet, out length)
            : receiver.OpenRtp(packet, packet, out length);
        if (outcome == SrtpOutcome.Accepted)
        {
            _path.OnMedia(from, now);
            Deliver(packet[..length], isRtcp, now);
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

    internal void ForgetAddress(in RemoteAddress address) => _path.Remove(address);

    private void Deliver(Span<byte> packet, bool isRtcp, long now)
    {
        // Only now: a stranger must not use up what the peer may send.
        if (!_owner.Admits(packet, isRtcp, now))
        {
            Counters.DroppedPoliced++;
            return;
        }

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

    private void StartHandshake()
    {
        if (_channel is not null || _closed || _remote is null || _path.Destination is null || !_loop.TryCountHandshake())
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

    private bool Commit(int length, bool mayYield)
    {
        if (length > 0 && _path.Destination is { } destination)
        {
            return _loop.Ports.Commit(destination, length, mayYield);
        }

        Counters.DroppedOutgoing++;
        return false;
    }

    private void SendFlight()
    {
        if (_channel is null || _path.Destination is not { } destination)
        {
            return;
        }

        Span<byte> datagram = stackalloc byte[DtlsAssociation.LargestDatagram];
        int length;
        while ((length = _channel.TakeDatagram(datagram)) > 0)
        {
            _loop.Ports.Send(datagram[..length], destination.Address);
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
