namespace Telehealth.Media.Ice;

/// <summary>Why a transport ended without its owner asking for it.</summary>
internal enum TransportClose
{
    /// <summary>The peer sent a DTLS close_notify.</summary>
    PeerClosed,

    /// <summary>No authenticated connectivity check for 30 seconds (RFC 7675).</summary>
    ConsentExpired,

    /// <summary>DTLS failed or did not finish in time.</summary>
    HandshakeFailed,

    /// <summary>The peer's certificate is not the one its SDP announced; no keys were installed.</summary>
    FingerprintMismatch,
}
