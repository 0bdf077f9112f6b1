using System.Net;
using System.Text;
using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;
using Telehealth.Media.Stun;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Ice;

/// <summary>Who has not proven the password gets nothing and changes nothing (S-M1, S-M2, S-M3, S-M8, S-M9).</summary>
public sealed class HostileTrafficTests : IAsyncLifetime
{
    private readonly TransportHarness _harness = new();
    private readonly UdpPort _attacker = new(IPAddress.Loopback, 0);

    private RemoteAddress Server => RemoteAddress.From(_harness.Loop.LocalEndPoint);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _harness.DisposeAsync();
        _attacker.Dispose();
    }

    [Fact]
    public async Task A_stranger_gets_no_byte_back()
    {
        var (transport, _) = await _harness.CreateAsync();
        byte[][] datagrams =
        [
            Check("nobodyatall", "theirs", "a password nobody has"),
            Check(transport.Ufrag, "theirs", "a password nobody has"),
            Check(transport.Ufrag, "theirs", transport.Password, fingerprint: false),
            Check(transport.Ufrag, "theirs", transport.Password, type: StunFormat.BindingSuccess),
            Check(transport.Ufrag, "theirs", transport.Password, type: 0x0011),
            Check(string.Empty, string.Empty, transport.Password),
            Rfc5769.Request,
            ClientHello(),
            TransportTests.Rtp(1, 1),
            TransportTests.ReceiverReport(1),
            [.. new RandomBytes(1).Next(1200)],
        ];
        foreach (var datagram in datagrams)
        {
            _attacker.Send(datagram, Server);
        }

        await AllArrivedAsync(datagrams.Length);
        Assert.Equal(-1, _attacker.Receive(new byte[2048], out _));
        Assert.False(transport.IsConnected);
    }

    [Fact]
    public async Task An_answer_is_no_longer_than_its_check()
    {
        var (transport, _) = await _harness.CreateAsync();
        var check = Check(transport.Ufrag, "theirs", transport.Password);

        _attacker.Send(check, Server);

        var answer = new byte[2048];
        var length = -1;
        await Waiting.Until(() => (length = _attacker.Receive(answer, out _)) >= 0, "the answer to a genuine check");
        Assert.InRange(length, StunFormat.HeaderBytes, check.Length);
    }

    [Theory]
    [InlineData(true, false, StunFormat.RoleConflict)]
    [InlineData(false, true, StunFormat.UnknownAttribute)]
    public async Task A_check_that_cannot_be_served_is_told_why(bool fromControlled, bool withUnknown, int code)
    {
        var (transport, _) = await _harness.CreateAsync();

        _attacker.Send(Check(transport.Ufrag, "theirs", transport.Password, controlled: fromControlled, unknown: withUnknown), Server);

        var answer = new byte[2048];
        var length = -1;
        await Waiting.Until(() => (length = _attacker.Receive(answer, out _)) >= 0, "an error answer");
        Assert.True(StunMessage.TryRead(answer.AsSpan(0, length), out var message));
        Assert.Equal(StunFormat.BindingError, message.Type);
        Assert.Equal(code, message.ErrorCode);
        Assert.True(message.HasIntegrity(Encoding.ASCII.GetBytes(transport.Password)));
    }

    [Fact]
    public async Task A_check_for_another_session_of_the_same_peer_is_not_believed()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client);
        await Waiting.For(owner.Connected, "the connection");

        _attacker.Send(Check(transport.Ufrag, peer.Ufrag + "x", transport.Password), Server);

        var dropped = _harness.Loop.Counters.DroppedStun;
        await Waiting.Until(() => _harness.Loop.Counters.DroppedStun >= Math.Max(dropped, 1), "the check being dropped");
        Assert.Equal(-1, _attacker.Receive(new byte[2048], out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Joins_succeed_under_a_shower_of_forged_hellos(bool serverIsClient)
    {
        using var stop = new CancellationTokenSource();
        var shower = Task.Run(() => Shower(stop.Token));
        try
        {
            for (var join = 0; join < 20; join++)
            {
                var (transport, owner) = await _harness.CreateAsync();
                var peer = await _harness.IntroduceAsync(transport, serverIsClient ? DtlsRole.Client : DtlsRole.Server);
                await Waiting.For(owner.Connected, $"join {join}");
                await Waiting.For(peer.Connected, $"join {join} at the peer");
            }
        }
        finally
        {
            await stop.CancelAsync();
            await shower;
        }

        Assert.True(_harness.Loop.Counters.DroppedUnvalidated > 0);
        Assert.Equal(-1, _attacker.Receive(new byte[2048], out _));
    }

    [Fact]
    public async Task Captured_packets_replayed_from_elsewhere_reach_nobody()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client);
        await Waiting.For(owner.Connected, "the server's connection");
        await Waiting.For(peer.Connected, "the peer's connection");
        var captured = await _harness.Peers.RunAsync(() => peer.SealRtp(TransportTests.Rtp(1, 1)));

        var before = _harness.Loop.Counters.DroppedUnvalidated;
        _attacker.Send(captured, Server);
        await Waiting.Until(() => _harness.Loop.Counters.DroppedUnvalidated > before, "the captured packet being dropped");
        await _harness.Peers.RunAsync(() => peer.SendRaw(captured));
        await Waiting.Until(() => owner.Rtp.Count == 1, "the same packet from the right address");
        await _harness.Peers.RunAsync(() => peer.SendRaw(captured));
        await Waiting.Until(() => transport.Counters.DroppedReplayed == 1, "the replay being dropped");

        Assert.Single(owner.Rtp);
        Assert.Equal(-1, _attacker.Receive(new byte[2048], out _));
    }

    [Fact]
    public async Task No_number_of_bad_packets_ends_a_call()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client);
        await Waiting.For(owner.Connected, "the server's connection");
        await Waiting.For(peer.Connected, "the peer's connection");
        var source = new RandomBytes(42);

        await _harness.Peers.RunAsync(() =>
        {
            for (var count = 0; count < 5_000; count++)
            {
                var bytes = source.Next(source.Next(12, 1300));
                bytes[0] = (count % 3) switch
                {
                    0 => (byte)(0x80 | (bytes[0] & 0x3F)),
                    1 => (byte)source.Next(20, 64),
                    _ => (byte)source.Next(0, 4),
                };
                peer.SendRaw(bytes);
            }

            peer.SendRtp(TransportTests.Rtp(1, 1));
        });

        await Waiting.Until(() => owner.Rtp.Count == 1, "a genuine packet after five thousand bad ones");
        Assert.True(transport.IsConnected);
        Assert.Equal(0, _harness.Loop.Faults);
    }

    private static byte[] Check(
        string ours,
        string theirs,
        string password,
        bool fingerprint = true,
        ushort type = StunFormat.BindingRequest,
        bool controlled = false,
        bool unknown = false)
    {
        var buffer = new byte[600];
        var writer = new StunWriter(buffer, type, "transactions"u8);
        writer.Add(StunFormat.Username, Encoding.ASCII.GetBytes($"{ours}:{theirs}"));
        writer.Add(controlled ? StunFormat.IceControlled : StunFormat.IceControlling, 7UL);
        writer.Add(StunFormat.Priority, 1u);
        if (unknown)
        {
            writer.Add(0x7777, "?"u8);
        }

        writer.AddIntegrity(Encoding.ASCII.GetBytes(password));
        if (fingerprint)
        {
            writer.AddFingerprint();
        }

        return buffer[..writer.Length];
    }

    private static byte[] ClientHello()
    {
        using var identity = new DtlsIdentity(TimeProvider.System.GetUtcNow());
        using var association = new DtlsAssociation(identity, DtlsRole.Client);
        association.Start();
        var datagram = new byte[DtlsAssociation.LargestDatagram];
        return datagram[..association.TakeDatagram(datagram)];
    }

    private async Task AllArrivedAsync(int count)
    {
        await Waiting.Until(() => _harness.Loop.Counters.DatagramsReceived >= count, $"{count} datagrams at the server");
        // One turn of the loop more: whatever it wanted to answer has left.
        await _harness.OnLoop(() => true);
    }

    private void Shower(CancellationToken stop)
    {
        var hello = ClientHello();
        byte[] alert = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40];
        var source = new RandomBytes(49786);
        while (!stop.IsCancellationRequested)
        {
            _attacker.Send(hello, Server);
            _attacker.Send(hello.AsSpan(0, source.Next(13, hello.Length)), Server);
            _attacker.Send(alert, Server);
            _attacker.Send(source.Next(source.Next(0, 1400)), Server);
            Thread.SpinWait(2_000);
        }
    }
}
