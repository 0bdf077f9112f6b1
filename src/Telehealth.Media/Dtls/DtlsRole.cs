namespace Telehealth.Media.Dtls;

/// <summary>Which end of DTLS this side plays.</summary>
internal enum DtlsRole
{
    /// <summary>We send the ClientHello: our SDP says <c>a=setup:active</c>.</summary>
    Client,

    /// <summary>We wait for the ClientHello: the other side's SDP says <c>a=setup:active</c>.</summary>
    Server,
}
