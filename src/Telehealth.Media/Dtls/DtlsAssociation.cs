using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Dtls;

/// <summary>How far a DTLS association has come.</summary>
internal enum DtlsState
{
    Handshaking,
    Connected,
    Failed,
    PeerClosed,
}

/// <summary>One DTLS 1.2 association over OpenSSL, with datagrams handed in and taken out by the caller. One thread at a time.</summary>
internal sealed unsafe class DtlsAssociation : IDisposable
{
    /// <summary>Fits every path that carries IPv6; browsers' own SRTP packets are as long.</summary>
    public const int LargestDatagram = 1200;

    private const int BioPending = 10;
    private const int BioSetEndOfFileReturn = 130;
    private const uint FirstRetransmitMicros = 50_000;
    private const uint LongestRetransmitMicros = 1_600_000;

    private readonly nint _ssl;
    private readonly nint _incoming;
    private readonly nint _outgoing;
    private readonly DtlsRole _role;
    private byte[] _flight = [];
    private int _flightLength;
    private int _flightSent;
    private bool _disposed;

    public DtlsAssociation(DtlsIdentity identity, DtlsRole role)
    {
        _role = role;
        _ssl = OpenSsl.New(identity.Context);
        _incoming = OpenSsl.BioNew(OpenSsl.MemoryBioMethod());
        _outgoing = OpenSsl.BioNew(OpenSsl.MemoryBioMethod());
        if (_ssl == 0 || _incoming == 0 || _outgoing == 0)
        {
            throw new InvalidOperationException("OpenSSL could not allocate a DTLS association.");
        }

        // An empty memory BIO means "ask again", not "the end".
        OpenSsl.BioControl(_incoming, BioSetEndOfFileReturn, -1, null);
        OpenSsl.BioControl(_outgoing, BioSetEndOfFileReturn, -1, null);
        OpenSsl.SetBio(_ssl, _incoming, _outgoing);
        OpenSsl.Control(_ssl, OpenSsl.ControlSetMtu, LargestDatagram, null);
        OpenSsl.SetTimer(_ssl, &NextTimeout);
        ChooseRole();
    }

    public DtlsState State { get; private set; }

    /// <summary>Sends the client's first flight; a server has nothing to say yet.</summary>
    public void Start() => Advance();

    /// <summary>Takes one datagram from a validated address. Garbage in it is skipped.</summary>
    public void Receive(ReadOnlySpan<byte> datagram)
    {
        while (State <= DtlsState.Connected && DtlsRecords.TryTake(ref datagram, out var record))
        {
            if (DtlsRecords.MayBeForged(record, State == DtlsState.Connected))
            {
                continue;
            }

            fixed (byte* bytes = record)
            {
                _ = OpenSsl.BioWrite(_incoming, bytes, record.Length);
            }

            Advance();
        }
    }

    /// <summary>Sends a flight again when its time has come. OpenSSL ignores the peer's repeats and goes by this alone.</summary>
    public void HandleTimeout()
    {
        if (State != DtlsState.Handshaking)
        {
            return;
        }

        OpenSsl.ClearErrors();
        if (OpenSsl.Control(_ssl, OpenSsl.ControlHandleTimeout, 0, null) < 0)
        {
            State = DtlsState.Failed;
        }
    }

    /// <summary>The next datagram to send, packed from whole records; 0 when there is none.</summary>
    public int TakeDatagram(Span<byte> target)
    {
        if (_flightSent == _flightLength && !LoadFlight())
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = _flight.AsSpan(_flightSent, _flightLength - _flightSent);
        var length = 0;
        while (rest.Length >= DtlsRecords.HeaderBytes)
        {
            var record = DtlsRecords.HeaderBytes + ((rest[11] << 8) | rest[12]);
            if (record > rest.Length || (length > 0 && length + record > LargestDatagram) || length + record > target.Length)
            {
                break;
            }

            rest[..record].CopyTo(target[length..]);
            length += record;
            rest = rest[record..];
        }

        // Nothing fitted: OpenSSL wrote what we cannot send; forget it rather than spin.
        _flightSent = length == 0 ? _flightLength : _flightSent + length;
        return length;
    }

    /// <summary>Whether the peer showed the announced certificate and uses the extended master secret (RFC 7627).</summary>
    public bool IsPeer(DtlsFingerprint announced)
    {
        if (State != DtlsState.Connected || OpenSsl.Control(_ssl, OpenSsl.ControlExtendedMasterSecret, 0, null) != 1)
        {
            return false;
        }

        var certificate = OpenSsl.GetPeerCertificate(_ssl);
        if (certificate == 0)
        {
            return false;
        }

        try
        {
            var length = OpenSsl.CertificateToDer(certificate, null);
            var der = new byte[Math.Max(length, 0)];
            fixed (byte* start = der)
            {
                var cursor = start;
                length = OpenSsl.CertificateToDer(certificate, &cursor);
            }

            return length > 0 && announced.Matches(der);
        }
        finally
        {
            OpenSsl.CertificateFree(certificate);
        }
    }

    /// <summary>The SRTP keys of both directions (RFC 5764 section 4.2); null when the peer agreed to no profile of ours.</summary>
    public (SrtpMasterKeys Send, SrtpMasterKeys Receive)? ExportSrtpKeys()
    {
        var chosen = OpenSsl.GetSrtpProfile(_ssl);
        if (State != DtlsState.Connected || chosen == null || !Enum.IsDefined((SrtpProfile)chosen->Id))
        {
            return null;
        }

        var profile = (SrtpProfile)chosen->Id;
        var salt = SrtpMasterKeys.SaltBytes(profile);
        Span<byte> material = stackalloc byte[2 * (SrtpMasterKeys.KeyBytes + salt)];
        ReadOnlySpan<byte> label = "EXTRACTOR-dtls_srtp"u8;
        fixed (byte* target = material)
        fixed (byte* name = label)
        {
            if (OpenSsl.ExportKeys(_ssl, target, material.Length, name, label.Length, null, 0, 0) != 1)
            {
                return null;
            }
        }

        var salts = material[(2 * SrtpMasterKeys.KeyBytes)..];
        var client = new SrtpMasterKeys(profile, material[..SrtpMasterKeys.KeyBytes].ToArray(), salts[..salt].ToArray());
        var server = new SrtpMasterKeys(
            profile, material.Slice(SrtpMasterKeys.KeyBytes, SrtpMasterKeys.KeyBytes).ToArray(), salts[salt..].ToArray());
        CryptographicOperations.ZeroMemory(material);
        return _role == DtlsRole.Client ? (client, server) : (server, client);
    }

    /// <summary>Queues a close_notify.</summary>
    public void Shutdown()
    {
        if (State == DtlsState.Connected)
        {
            OpenSsl.ClearErrors();
            _ = OpenSsl.Shutdown(_ssl);
        }
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            OpenSsl.Free(_ssl);
        }
    }

    // 0 asks for the first interval. OpenSSL's own start of one second costs rural links a second of joining per lost flight.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint NextTimeout(nint ssl, uint previousMicros) =>
        previousMicros == 0 ? FirstRetransmitMicros : Math.Min(previousMicros * 2, LongestRetransmitMicros);

    private void ChooseRole()
    {
        // As client, only GCM: offered both, Chromium takes the one that costs three times as much.
        var profiles = _role == DtlsRole.Client
            ? "SRTP_AEAD_AES_128_GCM\0"u8
            : "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80\0"u8;
        fixed (byte* names = profiles)
        {
            // Unlike its siblings, this call says 0 for success.
            if (OpenSsl.SetSrtpProfiles(_ssl, names) != 0)
            {
                throw new InvalidOperationException("OpenSSL knows no SRTP.");
            }
        }

        if (_role == DtlsRole.Client)
        {
            OpenSsl.SetConnectState(_ssl);
        }
        else
        {
            OpenSsl.SetAcceptState(_ssl);
        }
    }

    private void Advance()
    {
        OpenSsl.ClearErrors();
        if (State == DtlsState.Handshaking)
        {
            var result = OpenSsl.DoHandshake(_ssl);
            if (result == 1)
            {
                State = DtlsState.Connected;
            }
            else if (OpenSsl.GetError(_ssl, result) != OpenSsl.ErrorWantRead)
            {
                State = DtlsState.Failed;
            }

            return;
        }

        // Nothing of ours travels in DTLS after the handshake: this hears close_notify and answers repeated Finished messages.
        var ignored = stackalloc byte[256];
        int read;
        while ((read = OpenSsl.Read(_ssl, ignored, 256)) > 0)
        {
        }

        State = OpenSsl.GetError(_ssl, read) switch
        {
            OpenSsl.ErrorWantRead => DtlsState.Connected,
            OpenSsl.ErrorZeroReturn => DtlsState.PeerClosed,
            _ => DtlsState.Failed,
        };
    }

    private bool LoadFlight()
    {
        _flightSent = 0;
        _flightLength = 0;
        var pending = (int)OpenSsl.BioControl(_outgoing, BioPending, 0, null);
        if (pending <= 0)
        {
            return false;
        }

        if (_flight.Length < pending)
        {
            _flight = new byte[pending];
        }

        fixed (byte* target = _flight)
        {
            _flightLength = Math.Max(OpenSsl.BioRead(_outgoing, target, pending), 0);
        }

        return _flightLength > 0;
    }
}
