using System.Buffers.Binary;
using Telehealth.Media.Ice;
using Telehealth.Media.Net;
using Telehealth.Media.Stun;

namespace Telehealth.Fuzz.Targets;

/// <summary>The first thing a stranger's datagram meets: STUN (RFC 8489), and the look-up by its USERNAME.</summary>
internal sealed class StunTarget : FuzzTarget
{
    private readonly byte[] _key = "a password of a peer!!"u8.ToArray();
    private readonly byte[] _written = new byte[2048];
    private readonly TransportTable _table = new();

    public override string Name => "stun";

    public override string[] Covers => ["Telehealth.Media.Stun.", "Telehealth.Media.Ice.TransportTable", "Telehealth.Media.Net.PacketKinds"];

    public override byte[][] Dictionary =>
    [
        [0x21, 0x12, 0xA4, 0x42], [0, 1], [1, 1], [1, 0x11], [0, 6], [0, 8, 0, 20], [0, 9], [0, 0x0A], [0, 0x14], [0, 0x15], [0, 0x20, 0, 8, 0, 1],
        [0, 0x20, 0, 20, 0, 2], [0, 0x24, 0, 4], [0, 0x25, 0, 0], [0x80, 0x28, 0, 4], [0x80, 0x29, 0, 8], [0x80, 0x2A, 0, 8], "ours:theirs"u8.ToArray(),
    ];

    public override IEnumerable<byte[]> Seeds() =>
    [
        Message(StunFormat.BindingRequest, (ref StunWriter writer) =>
        {
            writer.Add(StunFormat.Username, "ours:theirs"u8);
            writer.Add(StunFormat.IceControlling, 7UL);
            writer.Add(StunFormat.UseCandidate, []);
            writer.Add(StunFormat.Priority, 0x6E7F00FFu);
        }),
        Message(StunFormat.BindingSuccess, (ref StunWriter writer) =>
        {
            writer.AddXorMappedAddress(RemoteAddress.From(new(System.Net.IPAddress.Parse("192.0.2.1"), 32853)));
            writer.AddXorMappedAddress(RemoteAddress.From(new(System.Net.IPAddress.Parse("2001:db8::1"), 32853)));
        }),
        Message(StunFormat.BindingError, (ref StunWriter writer) =>
        {
            writer.AddErrorCode(StunFormat.RoleConflict);
            writer.Add(StunFormat.UnknownAttributes, [0x77, 0x77]);
            writer.Add(StunFormat.Realm, "realm"u8);
            writer.Add(StunFormat.Nonce, "nonce"u8);
            writer.Add(StunFormat.IceControlled, 7UL);
            writer.Add(0x7777, "?"u8);
        }),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (PacketKinds.Of(input) != PacketKind.Stun || !StunMessage.TryRead(input, out var message))
        {
            return;
        }

        Claim(message.TransactionId.Length == StunFormat.TransactionIdBytes, "a transaction id has twelve bytes");
        Claim(message.Username.Length <= input.Length - StunFormat.HeaderBytes, "a username lies in the message");
        Claim(_table.FindByUsername(message.Username) is null, "an empty table knows nobody");
        _ = message.HasIntegrity(_key);
        Rewrite(message);
    }

    /// <summary>The length in the header, and the fingerprint when the message ends with one.</summary>
    public override void Repair(Span<byte> input)
    {
        if (input.Length < StunFormat.HeaderBytes)
        {
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(input[2..], (ushort)(input.Length - StunFormat.HeaderBytes));
        BinaryPrimitives.WriteUInt32BigEndian(input[4..], StunFormat.MagicCookie);
        if (input.Length >= StunFormat.HeaderBytes + 8 && BinaryPrimitives.ReadUInt16BigEndian(input[^8..]) == StunFormat.Fingerprint)
        {
            BinaryPrimitives.WriteUInt32BigEndian(input[^4..], Crc32.Of(input[..^8]) ^ StunFormat.FingerprintMask);
        }
    }

    private void Rewrite(in StunMessage message)
    {
        var writer = new StunWriter(_written, message.Type, message.TransactionId);
        writer.Add(StunFormat.Username, message.Username);
        writer.Add(StunFormat.Priority, message.Priority);
        if (message.MappedAddress is { } address)
        {
            writer.AddXorMappedAddress(address);
        }

        Claim(StunMessage.TryRead(_written.AsSpan(0, writer.Length), out var again), "what we write can be read");
        Claim(
            again.Type == message.Type && again.Priority == message.Priority && again.Username.SequenceEqual(message.Username),
            "what was read is written again as it was");
        Claim(again.MappedAddress == message.MappedAddress, "an address is written again as it was read");
    }

    private static byte[] Message(ushort type, Attributes write)
    {
        var buffer = new byte[512];
        var writer = new StunWriter(buffer, type, "transactions"u8);
        write(ref writer);
        writer.AddIntegrity("a password of a peer!!"u8);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    private delegate void Attributes(ref StunWriter writer);
}
