using System.Buffers.Binary;
using System.Security.Cryptography;
using Telehealth.Media.Net;

namespace Telehealth.Media.Stun;

/// <summary>A view of a received STUN message (RFC 8489 sections 5 and 14). Nothing in it is proven before <see cref="HasIntegrity"/>.</summary>
internal ref struct StunMessage
{
    // The largest thing we read off the wire is one Ethernet frame.
    private const int LargestMessage = 1500;

    private ReadOnlySpan<byte> _bytes;
    private int _integrityOffset;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> TransactionId { get; private set; }

    public ReadOnlySpan<byte> Username { get; private set; }

    public uint Priority { get; private set; }

    public bool UseCandidate { get; private set; }

    /// <summary>The sender believes it is controlled, as an ICE-lite side always is.</summary>
    public bool IsFromControlled { get; private set; }

    public bool HasFingerprint { get; private set; }

    /// <summary>The first attribute that must be understood and is not; 0 for none.</summary>
    public ushort UnknownRequired { get; private set; }

    /// <summary>300 to 699 of an error response; 0 for none.</summary>
    public int ErrorCode { get; private set; }

    public RemoteAddress? MappedAddress { get; private set; }

    /// <summary>False when the bytes are no STUN message, or carry a FINGERPRINT that does not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (datagram.Length is < StunFormat.HeaderBytes or > LargestMessage
            || (datagram[0] & 0xC0) != 0
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != StunFormat.MagicCookie
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - StunFormat.HeaderBytes
            || datagram.Length % 4 != 0)
        {
            return false;
        }

        message._bytes = datagram;
        message.Type = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        message.TransactionId = datagram.Slice(8, StunFormat.TransactionIdBytes);
        return message.TryReadAttributes();
    }

    /// <summary>True when MESSAGE-INTEGRITY is there and made with this key.</summary>
    public readonly bool HasIntegrity(ReadOnlySpan<byte> key)
    {
        if (_integrityOffset == 0)
        {
            return false;
        }

        // RFC 8489 section 14.5: hashed as if the message ended with MESSAGE-INTEGRITY.
        Span<byte> hashed = stackalloc byte[_integrityOffset];
        _bytes[.._integrityOffset].CopyTo(hashed);
        var length = _integrityOffset + 4 + StunFormat.IntegrityBytes - StunFormat.HeaderBytes;
        BinaryPrimitives.WriteUInt16BigEndian(hashed[2..], (ushort)length);

        Span<byte> expected = stackalloc byte[StunFormat.IntegrityBytes];
        StunFormat.ComputeIntegrity(key, hashed, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _bytes.Slice(_integrityOffset + 4, StunFormat.IntegrityBytes));
    }

    private bool TryReadAttributes()
    {
        var offset = StunFormat.HeaderBytes;
        while (offset < _bytes.Length)
        {
            // A FINGERPRINT is the last attribute, and every attribute starts on four bytes.
            if (HasFingerprint || _bytes.Length - offset < 4)
            {
                return false;
            }

            var attribute = BinaryPrimitives.ReadUInt16BigEndian(_bytes[offset..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes[(offset + 2)..]);
            if (length > _bytes.Length - offset - 4)
            {
                return false;
            }

            if (!TryTake(attribute, _bytes.Slice(offset + 4, length), offset))
            {
                return false;
            }

            offset += 4 + ((length + 3) & ~3);
        }

        return true;
    }

    private bool TryTake(ushort attribute, ReadOnlySpan<byte> value, int offset)
    {
        if (attribute == StunFormat.Fingerprint)
        {
            HasFingerprint = value.Length == 4
                && BinaryPrimitives.ReadUInt32BigEndian(value) == (Crc32.Of(_bytes[..offset]) ^ StunFormat.FingerprintMask);
            return HasFingerprint;
        }

        // RFC 8489 section 14.5: whatever else follows MESSAGE-INTEGRITY is not covered by it and is ignored.
        if (_integrityOffset != 0)
        {
            return true;
        }

        switch (attribute)
        {
            case StunFormat.MessageIntegrity:
                _integrityOffset = offset;
                return value.Length == StunFormat.IntegrityBytes;
            case StunFormat.Username:
                Username = value;
                return true;
            case StunFormat.Priority:
                Priority = value.Length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(value) : 0;
                return value.Length == 4;
            case StunFormat.UseCandidate:
                UseCandidate = true;
                return value.IsEmpty;
            case StunFormat.IceControlled:
                IsFromControlled = true;
                return value.Length == 8;
            case StunFormat.ErrorCode:
                ErrorCode = value.Length >= 4 ? ((value[2] & 7) * 100) + value[3] : 0;
                return value.Length >= 4;
            case StunFormat.XorMappedAddress:
                return TryReadMappedAddress(value);
            default:
                UnknownRequired = UnknownRequired == 0 && !StunFormat.IsUnderstood(attribute) ? attribute : UnknownRequired;
                return true;
        }
    }

    private bool TryReadMappedAddress(ReadOnlySpan<byte> value)
    {
        if (value.Length < 8 || value[1] is not (1 or 2) || value.Length != (value[1] == 1 ? 8 : 20))
        {
            return false;
        }

        Span<byte> address = stackalloc byte[16];
        address.Clear();
        address[10] = address[11] = 0xFF;
        var raw = value[1] == 1 ? address[12..] : address;
        value[4..].CopyTo(raw);
        for (var index = 0; index < raw.Length; index++)
        {
            // IPv4 is masked with the cookie, IPv6 with cookie and transaction id: they stand side by side in the header.
            raw[index] ^= _bytes[4 + index];
        }

        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ (StunFormat.MagicCookie >> 16));
        MappedAddress = new RemoteAddress(
            BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), 0, port);
        return true;
    }
}
