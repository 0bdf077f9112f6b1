using System.Buffers.Binary;
using Telehealth.Media.Net;

namespace Telehealth.Media.Stun;

/// <summary>Builds a STUN message in the caller's buffer (RFC 8489 sections 5 and 14).</summary>
internal ref struct StunWriter
{
    private readonly Span<byte> _buffer;

    public StunWriter(Span<byte> buffer, ushort type, ReadOnlySpan<byte> transactionId)
    {
        _buffer = buffer;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunFormat.MagicCookie);
        transactionId.CopyTo(buffer[8..]);
        Length = StunFormat.HeaderBytes;
    }

    public int Length { get; private set; }

    public void Add(ushort attribute, scoped ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(attribute, value.Length));
    }

    public void Add(ushort attribute, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Reserve(attribute, sizeof(uint)), value);
    }

    public void Add(ushort attribute, ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(Reserve(attribute, sizeof(ulong)), value);
    }

    public void AddXorMappedAddress(in RemoteAddress address)
    {
        Span<byte> raw = stackalloc byte[16];
        address.WriteAddress(raw);
        var used = address.IsIPv4 ? raw[12..] : raw;
        for (var index = 0; index < used.Length; index++)
        {
            used[index] ^= _buffer[4 + index];
        }

        var value = Reserve(StunFormat.XorMappedAddress, 4 + used.Length);
        value[1] = (byte)(address.IsIPv4 ? 1 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(address.Port ^ (StunFormat.MagicCookie >> 16)));
        used.CopyTo(value[4..]);
    }

    public void AddErrorCode(int code)
    {
        var value = Reserve(StunFormat.ErrorCode, 4);
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
    }

    public void AddIntegrity(ReadOnlySpan<byte> key)
    {
        SetLength(Length + 4 + StunFormat.IntegrityBytes);
        Span<byte> hash = stackalloc byte[StunFormat.IntegrityBytes];
        StunFormat.ComputeIntegrity(key, _buffer[..Length], hash);
        Add(StunFormat.MessageIntegrity, hash);
    }

    public void AddFingerprint()
    {
        SetLength(Length + 8);
        Add(StunFormat.Fingerprint, Crc32.Of(_buffer[..Length]) ^ StunFormat.FingerprintMask);
    }

    private Span<byte> Reserve(ushort attribute, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[Length..], attribute);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(Length + 2)..], (ushort)length);
        var value = _buffer.Slice(Length + 4, length);
        var padded = (length + 3) & ~3;
        _buffer.Slice(Length + 4, padded).Clear();
        Length += 4 + padded;
        SetLength(Length);
        return value;
    }

    private readonly void SetLength(int total)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)(total - StunFormat.HeaderBytes));
    }
}
