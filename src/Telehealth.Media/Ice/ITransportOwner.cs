namespace Telehealth.Media.Ice;

/// <summary>Who receives what a transport decrypts. Every call comes on the loop's thread; spans are valid during the call only.</summary>
internal interface ITransportOwner
{
    /// <summary>DTLS is done, the fingerprint matched and the SRTP keys are installed.</summary>
    void OnConnected(Transport transport);

    /// <summary>
    /// Whether the peer may send this genuine packet beside what it sent already (S-M10); one that it may not is dropped before anybody
    /// works on it.
    /// </summary>
    bool Admits(ReadOnlySpan<byte> packet, bool isRtcp, long arrivalMicros);

    /// <summary>A plain RTP packet that passed authentication and the replay window.</summary>
    /// <param name="arrivalMicros">
    /// When the kernel had it, on <see cref="MediaLoop.NowMicros"/>'s clock; never later than now, but perhaps before the last tick.
    /// </param>
    void OnRtp(Transport transport, Span<byte> packet, long arrivalMicros);

    /// <summary>A plain, compound or reduced-size RTCP packet that passed authentication and the replay window.</summary>
    /// <param name="arrivalMicros">As for <see cref="OnRtp"/>.</param>
    void OnRtcp(Transport transport, Span<byte> packet, long arrivalMicros);

    /// <summary>The transport ended by itself; not called after <see cref="Transport.Close"/>.</summary>
    void OnClosed(Transport transport, TransportClose reason);
}
