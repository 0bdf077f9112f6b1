using System.Buffers.Binary;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Ice;

public sealed class TransportTests : IAsyncLifetime
{
    private readonly TransportHarness _harness = new();

    public static TheoryData<bool, bool> Roles => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Packets_travel_both_ways_in_either_role(bool serverIsClient, bool firefox)
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await ConnectAsync(transport, owner, serverIsClient ? DtlsRole.Client : DtlsRole.Server, firefox);
        var received = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.OnRtp = (packet, _) => received.TrySetResult(packet.ToArray());

        await _harness.Peers.RunAsync(() => Assert.True(peer.SendRtp(Rtp(1, 1))));
        await _harness.Peers.RunAsync(() => Assert.True(peer.SendRtcp(ReceiverReport(1))));
        await _harness.OnLoop(() => transport.SendRtp(Rtp(2, 7), []));

        await Waiting.Until(() => owner.Rtp.Count == 1 && owner.Rtcp.Count == 1, "one RTP and one RTCP packet at the server");
        await Waiting.For(received.Task, "one RTP packet at the peer");
        Assert.Equal(Rtp(1, 1), owner.Rtp.Single());
        Assert.Equal(ReceiverReport(1), owner.Rtcp.Single());
        Assert.Equal(Rtp(2, 7), await received.Task);
        Assert.Equal(peer.LocalPort, (int)(peer.MappedAddress?.Port ?? 0));
    }

    [Fact]
    public async Task Checks_and_a_hello_may_overtake_the_signalling()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = new PeerTransport(_harness.Peers, _harness.PeerIdentity, IPAddress.Loopback);
        await _harness.TellPeerAsync(transport, peer, DtlsRole.Server);
        await Waiting.Until(() => peer.ChecksAnswered > 0, "an answer to a check before the answer's SDP");

        await _harness.TellServerAsync(transport, peer, DtlsRole.Server);

        await Waiting.For(owner.Connected, "the connection");
        await Waiting.For(peer.Connected, "the peer's connection");
    }

    [Fact]
    public async Task A_certificate_that_was_not_announced_gets_no_keys()
    {
        using var other = new DtlsIdentity(TimeProvider.System.GetUtcNow());
        var (transport, owner) = await _harness.CreateAsync();

        await _harness.IntroduceAsync(transport, DtlsRole.Client, announcedFingerprint: other.Fingerprint);

        await Waiting.For(owner.Closed, "the end of a transport with the wrong certificate");
        Assert.Equal(TransportClose.FingerprintMismatch, await owner.Closed);
        Assert.False(owner.Connected.IsCompleted);
        Assert.False(transport.IsConnected);
    }

    [Fact]
    public async Task An_unusable_fingerprint_is_refused()
    {
        var (transport, _) = await _harness.CreateAsync();
        var remote = new RemoteParameters
        {
            Ufrag = "u",
            Password = "p",
            FingerprintAlgorithm = "sha-1",
            Fingerprint = "AA:BB",
            LocalRole = DtlsRole.Client,
        };

        Assert.False(await _harness.OnLoop(() => transport.SetRemote(remote)));
    }

    [Fact]
    public async Task A_peer_whose_address_changes_goes_on()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await ConnectAsync(transport, owner, DtlsRole.Client);
        var before = peer.LocalPort;

        await _harness.Peers.RunAsync(peer.Rebind);
        var answered = peer.ChecksAnswered;
        await Waiting.Until(() => peer.ChecksAnswered > answered, "an answer at the new address");
        var received = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.OnRtp = (_, _) => received.TrySetResult();
        await _harness.Peers.RunAsync(() => peer.SendRtp(Rtp(1, 1)));
        await _harness.OnLoop(() => transport.SendRtp(Rtp(2, 7), []));

        await Waiting.Until(() => owner.Rtp.Count == 1, "a packet from the new address");
        await Waiting.For(received.Task, "a packet to the new address");
        Assert.NotEqual(before, peer.LocalPort);
    }

    [Fact]
    public async Task After_an_ICE_restart_the_same_keys_carry_on()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await ConnectAsync(transport, owner, DtlsRole.Client);
        await _harness.Peers.RunAsync(() => peer.SendRtp(Rtp(1, 1)));
        var old = (transport.Ufrag, transport.Password);

        await _harness.OnLoop(transport.RestartIce);
        Assert.NotEqual(old.Ufrag, transport.Ufrag);
        await _harness.Peers.RunAsync(peer.RestartIce);
        var answered = peer.ChecksAnswered;
        await _harness.TellServerAsync(transport, peer, DtlsRole.Client);
        await _harness.TellPeerAsync(transport, peer, DtlsRole.Client);
        await Waiting.Until(() => peer.ChecksAnswered > answered, "an answer with the new credentials");
        await _harness.Peers.RunAsync(() => peer.SendRtp(Rtp(1, 2)));

        await Waiting.Until(() => owner.Rtp.Count == 2, "packets before and after the restart");
    }

    [Fact]
    public async Task Old_credentials_work_until_the_first_check_with_the_new()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await ConnectAsync(transport, owner, DtlsRole.Client);
        var old = new IceCredentials(transport.Ufrag, transport.Password);

        await _harness.OnLoop(transport.RestartIce);
        var answered = peer.ChecksAnswered;
        await Waiting.Until(() => peer.ChecksAnswered > answered, "an answer with the old credentials");

        await _harness.TellPeerAsync(transport, peer, DtlsRole.Client);
        answered = peer.ChecksAnswered;
        await Waiting.Until(() => peer.ChecksAnswered > answered, "an answer with the new credentials");

        var remote = new PeerRemote(_harness.Loop.LocalEndPoint, old.Ufrag, old.Password, transport.DtlsFingerprint, DtlsRole.Server);
        await _harness.Peers.RunAsync(() => peer.Connect(remote));
        var dropped = _harness.Loop.Counters.DroppedStun;
        await Waiting.Until(() => _harness.Loop.Counters.DroppedStun > dropped, "a check with the old credentials being dropped");
    }

    [Fact]
    public async Task Whoever_says_goodbye_is_gone()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await ConnectAsync(transport, owner, DtlsRole.Client);

        await _harness.Peers.RunAsync(peer.Close);

        await Waiting.For(owner.Closed, "the goodbye");
        Assert.Equal(TransportClose.PeerClosed, await owner.Closed);
    }

    [Fact]
    public async Task The_peer_hears_that_the_server_closes()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await ConnectAsync(transport, owner, DtlsRole.Server);

        await _harness.OnLoop(() =>
        {
            transport.Close();
            return true;
        });

        await Waiting.For(peer.Closed, "the server's goodbye");
        Assert.False(owner.Closed.IsCompleted);
    }

    [Fact]
    public async Task A_peer_that_stops_checking_is_given_up_after_thirty_seconds()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await ConnectAsync(transport, owner, DtlsRole.Client);
        await _harness.Peers.RunAsync(() => peer.HoldChecks = true);

        _harness.Time.Advance(TimeSpan.FromSeconds(25));
        // Media is no consent (RFC 7675).
        await _harness.Peers.RunAsync(() => peer.SendRtp(Rtp(1, 1)));
        await Waiting.Until(() => owner.Rtp.Count == 1, "a packet within the consent");
        Assert.False(owner.Closed.IsCompleted);
        _harness.Time.Advance(TimeSpan.FromSeconds(6));

        await Waiting.For(owner.Closed, "the end without consent");
        Assert.Equal(TransportClose.ConsentExpired, await owner.Closed);
    }

    [Fact]
    public async Task A_handshake_that_nobody_continues_is_given_up()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = new PeerTransport(_harness.Peers, _harness.PeerIdentity, IPAddress.Loopback);
        await _harness.TellServerAsync(transport, peer, DtlsRole.Server);

        // Both wait for the other's hello.
        var mute = new PeerRemote(
            _harness.Loop.LocalEndPoint, transport.Ufrag, transport.Password, transport.DtlsFingerprint, DtlsRole.Server);
        await _harness.Peers.RunAsync(() => peer.Connect(mute));
        await Waiting.Until(() => peer.ChecksAnswered > 0, "an answered check");
        // The answer goes out first; a handshake that begins after the leap would be dated by it.
        await Waiting.Until(() => transport.IsHandshaking, "the begin of the handshake");
        _harness.Time.Advance(TimeSpan.FromSeconds(21));

        await Waiting.For(owner.Closed, "the end of a handshake without a hello");
        Assert.Equal(TransportClose.HandshakeFailed, await owner.Closed);
    }

    [Fact]
    public async Task A_handler_that_throws_silences_nobody()
    {
        await using var loop = new MediaLoop(IPAddress.Loopback, 0, TimeProvider.System, NullLogger.Instance);
        var ticks = 0;
        loop.Tick += _ => throw new InvalidOperationException("a room's bug");
        loop.Tick += _ => Interlocked.Increment(ref ticks);
        loop.Start();
        loop.Post(() => throw new InvalidOperationException("another bug"));

        await Waiting.Until(() => Volatile.Read(ref ticks) > 3 && loop.Faults > 3, "ticks after faults");
        Assert.True(loop.IsRunning);
    }

    [Fact]
    public async Task Forwarding_a_packet_allocates_nothing()
    {
        var (transport, owner) = await _harness.CreateAsync();
        await ConnectAsync(transport, owner, DtlsRole.Client);
        var packet = Rtp(3, 0);

        var allocated = await _harness.OnLoop(() =>
        {
            long before = 0;
            for (ushort sequence = 0; sequence < 2_000; sequence++)
            {
                // The first half compiles and warms what the second half is measured on.
                before = sequence == 1_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
                transport.SendRtp(packet.AsSpan(0, 20), packet.AsSpan(20));
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2_000, transport.Counters.RtpPacketsSent + transport.Counters.DroppedOutgoing);
    }

    [Fact]
    public async Task A_hundred_joins_at_once_all_connect()
    {
        var owners = new List<RecordingOwner>();
        for (var count = 0; count < 100; count++)
        {
            var (transport, owner) = await _harness.CreateAsync();
            owners.Add(owner);
            await _harness.IntroduceAsync(transport, count % 2 == 0 ? DtlsRole.Client : DtlsRole.Server, firefox: count % 3 == 0);
        }

        await Waiting.For(Task.WhenAll(owners.Select(owner => owner.Connected)), "a hundred connections");
    }

    internal static byte[] Rtp(uint ssrc, ushort sequence)
    {
        var packet = new byte[112];
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    internal static byte[] ReceiverReport(uint ssrc)
    {
        byte[] packet = [0x80, 201, 0, 1, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    private async Task<PeerTransport> ConnectAsync(Transport transport, RecordingOwner owner, DtlsRole serverRole, bool firefox = false)
    {
        var peer = await _harness.IntroduceAsync(transport, serverRole, firefox);
        await Waiting.For(owner.Connected, "the server's connection");
        await Waiting.For(peer.Connected, "the peer's connection");
        return peer;
    }
}
