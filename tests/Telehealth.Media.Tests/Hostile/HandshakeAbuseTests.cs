using System.Buffers.Binary;
using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Hostile;

/// <summary>S-M6: reassembly is where DTLS libraries die (CVE-2022-29189, CVE-2022-29190, GnuTLS #1839); and handshakes that nobody finishes.</summary>
public sealed class HandshakeAbuseTests : IAsyncLifetime
{
    private const int RecordBytes = 13;
    private const int HeaderBytes = 12;
    private const int MaxHandshakes = 512;

    private readonly TransportHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    public static TheoryData<string> Abuses => new() { "empty", "overlapping", "huge", "interleaved", "beyond its end", "changing length" };

    /// <summary>From an address that a check has validated: strangers do not get this far.</summary>
    [Theory]
    [MemberData(nameof(Abuses))]
    public async Task Abused_fragments_cost_little_answer_little_and_hold_nobody_up(string abuse)
    {
        var (transport, owner) = await _harness.CreateAsync();
        using var raw = await ValidatedAsync(transport, DtlsRole.Server);
        var before = raw.BytesSent;
        raw.TakeAll();
        var answered = raw.BytesReceived;
        var memory = Environment.WorkingSet;

        var hello = RawPeer.ClientHello();
        for (ushort round = 0; round < 1000; round++)
        {
            raw.Send(Fragment(abuse, hello, round));
        }

        await AllTakenAsync(raw.DatagramsSent);
        raw.TakeAll();
        Assert.InRange(raw.BytesReceived - answered, 0, 3 * (raw.BytesSent - before));
        Assert.True(Environment.WorkingSet - memory < 64 << 20, "abused fragments kept more than 64 MiB");
        Assert.False(owner.Connected.IsCompleted);
        Assert.Equal(0, _harness.Loop.Faults);

        // The loop goes on for everybody else.
        var (other, honest) = await _harness.CreateAsync();
        await _harness.IntroduceAsync(other, DtlsRole.Server);
        await Waiting.For(honest.Connected, "an honest join after the abuse");
    }

    [Fact]
    public async Task Handshakes_that_nobody_finishes_are_capped_and_given_up()
    {
        var raws = new List<RawPeer>();
        try
        {
            for (var count = 0; count < MaxHandshakes + 60; count++)
            {
                var (transport, _) = await _harness.CreateAsync();
                raws.Add(await ValidatedAsync(transport, DtlsRole.Client));
            }

            var (late, owner) = await _harness.CreateAsync();
            await _harness.IntroduceAsync(late, DtlsRole.Client);
            await _harness.OnLoop(() => true);
            var greeted = raws.Count(raw => raw.TakeAll().Exists(datagram => PacketKinds.Of(datagram) == PacketKind.Dtls));
            Assert.InRange(greeted, 1, MaxHandshakes);
            Assert.False(owner.Connected.IsCompleted, "a handshake began beyond the cap");

            _harness.Time.Advance(TimeSpan.FromSeconds(21));
            await Waiting.For(owner.Connected, "the join that had to wait for the others to be given up");
        }
        finally
        {
            raws.ForEach(raw => raw.Dispose());
        }
    }

    [Fact]
    public async Task Who_is_not_validated_gets_no_byte_for_any_hello()
    {
        await _harness.CreateAsync();
        using var raw = new RawPeer(_harness.Loop.LocalEndPoint);
        var hello = RawPeer.ClientHello();

        for (var count = 0; count < HostileScale.Of(2000); count++)
        {
            raw.Send(hello);
        }

        await Waiting.Until(() => _harness.Loop.Counters.DroppedUnvalidated >= 1000, "the hellos at the server");
        await _harness.OnLoop(() => true);
        Assert.Empty(raw.TakeAll());
    }

    private async Task<RawPeer> ValidatedAsync(Transport transport, DtlsRole serverRole)
    {
        var remote = new RemoteParameters
        {
            Ufrag = "abcd",
            Password = new string('p', 22),
            FingerprintAlgorithm = "sha-256",
            Fingerprint = _harness.PeerIdentity.Fingerprint,
            LocalRole = serverRole,
        };
        Assert.True(await _harness.OnLoop(() => transport.SetRemote(remote)));
        var raw = new RawPeer(_harness.Loop.LocalEndPoint);
        raw.Send(RawPeer.Check(transport.Ufrag, "abcd", transport.Password, nominates: true));
        await raw.NextAsync(PacketKind.Stun, "the answer to the check");
        return raw;
    }

    private async Task AllTakenAsync(long sent)
    {
        await Waiting.Until(
            () => _harness.Loop.Counters.DatagramsReceived + _harness.Loop.Counters.DroppedByKernel >= sent, "every fragment at the server");
        await _harness.OnLoop(() => true);
    }

    private static byte[] Fragment(string abuse, byte[] hello, ushort round)
    {
        var body = hello.AsSpan(RecordBytes + HeaderBytes, ((hello[11] << 8) | hello[12]) - HeaderBytes);
        return abuse switch
        {
            "empty" => Record(round, 1, body.Length, 0, 0, body),
            "overlapping" => Record(round, 1, body.Length, round % 40, 40, body),
            "huge" => Record(round, 1, 0xFF_FFFF, round * 100, 100, body),
            "interleaved" => Record(round, 1, body.Length, 0, 50, body, (ushort)(round % 30)),
            "beyond its end" => Record(round, 1, 60, 40, 40, body),
            _ => Record(round, 1, body.Length + round, 0, 40, body),
        };
    }

    /// <summary>One handshake fragment in a record of epoch 0, saying of itself whatever it is told to.</summary>
    private static byte[] Record(ushort number, byte type, int length, int offset, int fragment, ReadOnlySpan<byte> body, ushort message = 0)
    {
        var record = new byte[RecordBytes + HeaderBytes + fragment];
        (record[0], record[1], record[2]) = (22, 0xFE, 0xFD);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(9), number);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(11), (ushort)(HeaderBytes + fragment));
        var header = record.AsSpan(RecordBytes);
        BinaryPrimitives.WriteUInt32BigEndian(header, (uint)length);
        header[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], message);
        Write24(header[6..], offset);
        Write24(header[9..], fragment);
        body[..Math.Min(fragment, body.Length)].CopyTo(header[HeaderBytes..]);
        return record;
    }

    private static void Write24(Span<byte> to, int value)
    {
        to[0] = (byte)(value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(to[1..], (ushort)value);
    }
}
