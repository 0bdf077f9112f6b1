namespace Telehealth.Media.Ice;

/// <summary>One ICE-lite, DTLS and SRTP association with one peer connection. Only the loop's thread touches this.</summary>
internal sealed class Transport
{
    internal Transport()
    {
    }

    public string Ufrag => throw new NotImplementedException();

    public string Password => throw new NotImplementedException();

    /// <summary>The local certificate's SHA-256 as SDP writes it: upper-case hexadecimal pairs with colons.</summary>
    public string DtlsFingerprint => throw new NotImplementedException();

    public TransportCounters Counters { get; } = new();

    /// <summary>True from <see cref="ITransportOwner.OnConnected"/> until the transport closes.</summary>
    public bool IsConnected => throw new NotImplementedException();

    /// <summary>When the last authenticated check arrived, on <see cref="MediaLoop.NowMicros"/>'s clock.</summary>
    public long LastConsentMicros => throw new NotImplementedException();

    /// <summary>Tells what the peer's SDP says; again after an ICE restart, with the same fingerprint.</summary>
    public void SetRemote(RemoteParameters remote) => throw new NotImplementedException();

    /// <summary>Makes new credentials for the same DTLS association; the old ones work until the first check with the new.</summary>
    public IceCredentials RestartIce() => throw new NotImplementedException();

    /// <summary>Encrypts and sends the packet in the first <paramref name="length"/> bytes; the buffer itself stays as it is.</summary>
    /// <returns>False when nothing was sent: not connected, index used before, or the kernel refused.</returns>
    public bool SendRtp(Span<byte> buffer, int length) => throw new NotImplementedException();

    /// <inheritdoc cref="SendRtp"/>
    public bool SendRtcp(Span<byte> buffer, int length) => throw new NotImplementedException();

    /// <summary>Says goodbye to the peer and forgets it; the owner hears nothing more.</summary>
    public void Close() => throw new NotImplementedException();
}
