using Telehealth.Media.Dtls;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Ice;

/// <summary>What a step of DTLS brought about.</summary>
internal enum ChannelStep
{
    Nothing,
    Opened,
    Failed,
    FingerprintMismatch,
    PeerClosed,
}

/// <summary>The DTLS association of a transport and the SRTP keys that come out of it. Only the loop's thread touches this.</summary>
internal sealed class SecureChannel(DtlsIdentity identity, DtlsRole role, DtlsFingerprint announced, long startedMicros) : IDisposable
{
    private const long HandshakeLimitMicros = 20_000_000;

    private readonly DtlsAssociation _dtls = new(identity, role);

    /// <summary>Null until the peer has proven who it is.</summary>
    public SrtpSender? Sender { get; private set; }

    /// <inheritdoc cref="Sender"/>
    public SrtpReceiver? Receiver { get; private set; }

    public bool IsHandshaking => _dtls.State == DtlsState.Handshaking;

    /// <summary>Sends the client's first flight; a server has nothing to say yet.</summary>
    public void Start()
    {
        if (role == DtlsRole.Client)
        {
            _dtls.Start();
        }
    }

    public ChannelStep Receive(ReadOnlySpan<byte> datagram)
    {
        _dtls.Receive(datagram);
        return Advance();
    }

    /// <summary>Repeats a lost flight and gives up a handshake that takes too long.</summary>
    public ChannelStep OnTick(long now)
    {
        _dtls.HandleTimeout();
        var step = Advance();
        return step == ChannelStep.Nothing && IsHandshaking && now - startedMicros > HandshakeLimitMicros ? ChannelStep.Failed : step;
    }

    /// <inheritdoc cref="DtlsAssociation.TakeDatagram"/>
    public int TakeDatagram(Span<byte> target) => _dtls.TakeDatagram(target);

    public void Shutdown() => _dtls.Shutdown();

    public void Dispose()
    {
        _dtls.Dispose();
        Sender?.Dispose();
        Receiver?.Dispose();
    }

    private ChannelStep Advance() => _dtls.State switch
    {
        DtlsState.Connected when Sender is null => InstallKeys(),
        DtlsState.Failed => ChannelStep.Failed,
        DtlsState.PeerClosed => ChannelStep.PeerClosed,
        _ => ChannelStep.Nothing,
    };

    private ChannelStep InstallKeys()
    {
        // RFC 5763 section 5: whose certificate this is comes before any key.
        if (!_dtls.IsPeer(announced))
        {
            return ChannelStep.FingerprintMismatch;
        }

        if (_dtls.ExportSrtpKeys() is not { } keys)
        {
            return ChannelStep.Failed;
        }

        Sender = new SrtpSender(keys.Send);
        Receiver = new SrtpReceiver(keys.Receive);
        return ChannelStep.Opened;
    }
}
