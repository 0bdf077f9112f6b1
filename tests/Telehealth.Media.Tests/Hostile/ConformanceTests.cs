using System.Text;
using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Hostile;

/// <summary>
/// S-M8: the fourteen classes of fault that one audit of 2026 found in five media stacks, each as a rule that a raw socket tries to break.
/// </summary>
public sealed class ConformanceTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Func<ConformanceTests, Task>> _rules = new()
    {
        ["DTLS begins only on a pair that a check has validated"] = test => test.DtlsBeforeChecks(),
        ["a check must name our ufrag and the peer's"] = test => test.ForeignUsername(),
        ["a check without integrity, fingerprint or the password is met with silence"] = test => test.UnprovenChecks(),
        ["an unknown attribute that must be understood is told as 420"] = test => test.Refused(StunFormat.UnknownAttribute, unknown: 0x7777),
        ["a controlled agent is told as 487"] = test => test.Refused(StunFormat.RoleConflict, controlled: true),
        ["a check without priority is told as 400"] = test => test.Refused(StunFormat.BadRequest, priority: false),
        ["a refused check validates no address"] = test => test.RefusedCheckBindsNothing(),
        ["RTP whose tag is wrong goes no further"] = test => test.ForgedRtp(),
        ["RTCP whose tag is wrong goes no further"] = test => test.ForgedRtcp(),
        ["what came once does not come again"] = test => test.Replay(),
        ["media before the handshake is lost for good"] = test => test.MediaBeforeDtls(),
        ["a new ufrag counts only after a restart"] = test => test.UfragWithoutRestart(),
        ["sending follows nominated checks, not whoever came first or sent last"] = test => test.SendAddress(),
        ["one peer's stream number gives it nothing of another's"] = test => test.SameSsrc(),
    };

    private readonly TransportHarness _harness = new();

    public static TheoryData<string> Rules => [.. _rules.Keys];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [MemberData(nameof(Rules))]
    public Task The_server_holds(string rule) => _rules[rule](this);

    private async Task DtlsBeforeChecks()
    {
        var (transport, owner, _) = await ToldAsync(DtlsRole.Server);
        using var raw = Raw();
        raw.Send(RawPeer.ClientHello());
        await DroppedAsync(() => _harness.Loop.Counters.DroppedUnvalidated);

        Assert.Empty(raw.TakeAll());
        Assert.False(await _harness.OnLoop(() => transport.IsHandshaking));
        Assert.False(owner.Connected.IsCompleted);
    }

    private async Task ForeignUsername()
    {
        var (transport, _, peer) = await ToldAsync(DtlsRole.Client);
        await SilenceAsync(
            RawPeer.Check("somebodyelse", peer.Ufrag, transport.Password),
            RawPeer.Check(transport.Ufrag, "somebodyelse", transport.Password),
            RawPeer.Check(transport.Ufrag.ToUpperInvariant() + "x", peer.Ufrag, transport.Password),
            RawPeer.Check(transport.Ufrag, peer.Ufrag + "x", transport.Password),
            RawPeer.Check(peer.Ufrag, transport.Ufrag, transport.Password));
    }

    // 400 and 401 would tell a scanner that somebody lives here; RFC 8445 lets an agent drop what it cannot authenticate.
    private async Task UnprovenChecks()
    {
        var (transport, _, peer) = await ToldAsync(DtlsRole.Client);
        await SilenceAsync(
            RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password, integrity: false),
            RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password, fingerprint: false),
            RawPeer.Check(transport.Ufrag, peer.Ufrag, "not the password, but long enough"),
            RawPeer.Check(transport.Ufrag, peer.Ufrag, peer.Password),
            RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password, type: StunFormat.BindingSuccess),
            RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password, type: 0x0003));
    }

    private async Task Refused(int code, ushort? unknown = null, bool controlled = false, bool priority = true)
    {
        var (transport, _, peer) = await ToldAsync(DtlsRole.Client);
        using var raw = Raw();
        raw.Send(RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password, unknown: unknown, controlled: controlled, priority: priority));

        var answer = await raw.NextAsync(PacketKind.Stun, "a refusal");
        Assert.True(StunMessage.TryRead(answer, out var message));
        Assert.Equal((StunFormat.BindingError, code), (message.Type, message.ErrorCode));
        Assert.True(message.HasIntegrity(Encoding.ASCII.GetBytes(transport.Password)));
    }

    private async Task RefusedCheckBindsNothing()
    {
        var (transport, _, peer) = await ToldAsync(DtlsRole.Server);
        using var raw = Raw();
        raw.Send(RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password, controlled: true, nominates: true));
        await raw.NextAsync(PacketKind.Stun, "a refusal");
        raw.Send(RawPeer.ClientHello());

        await DroppedAsync(() => _harness.Loop.Counters.DroppedUnvalidated);
        Assert.Empty(raw.TakeAll());
    }

    private async Task ForgedRtp()
    {
        var (transport, owner, peer) = await ConnectedAsync();
        var forged = await _harness.Peers.RunAsync(() => peer.SealRtp(TransportTests.Rtp(1, 1)));
        forged[^1] ^= 1;
        await _harness.Peers.RunAsync(() => peer.SendRaw(forged));
        await _harness.Peers.RunAsync(() => peer.SendRaw(TransportTests.Rtp(1, 2)));

        await Waiting.Until(() => transport.Counters.DroppedUnauthenticated == 2, "both forgeries being dropped");
        Assert.Empty(owner.Rtp);
    }

    private async Task ForgedRtcp()
    {
        var (transport, owner, peer) = await ConnectedAsync();
        // A goodbye and a report as anybody could write them, with room for a tag and an index that says "encrypted".
        byte[] goodbye = [0x81, 203, 0, 1, 0, 0, 0, 1, .. new byte[16], 0x80, 0, 0, 1];
        byte[] clear = [.. TransportTests.ReceiverReport(1), .. new byte[16], 0, 0, 0, 1];
        await _harness.Peers.RunAsync(() => peer.SendRaw(goodbye));
        await _harness.Peers.RunAsync(() => peer.SendRaw(clear));

        await Waiting.Until(
            () => transport.Counters.DroppedUnauthenticated == 1 && transport.Counters.DroppedMalformed == 1, "both forgeries being dropped");
        Assert.Empty(owner.Rtcp);
        Assert.True(transport.IsConnected);
    }

    private async Task Replay()
    {
        var (transport, owner, peer) = await ConnectedAsync();
        var packet = await _harness.Peers.RunAsync(() => peer.SealRtp(TransportTests.Rtp(1, 1)));
        for (var copy = 0; copy < 3; copy++)
        {
            byte[] again = [.. packet];
            await _harness.Peers.RunAsync(() => peer.SendRaw(again));
        }

        await Waiting.Until(() => transport.Counters.DroppedReplayed == 2, "two copies being dropped");
        Assert.Single(owner.Rtp);
    }

    private async Task MediaBeforeDtls()
    {
        var (transport, owner, peer) = await ToldAsync(DtlsRole.Server);
        using var raw = Raw();
        raw.Send(RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password, nominates: true));
        await raw.NextAsync(PacketKind.Stun, "the answer to the check");
        raw.Send(TransportTests.Rtp(1, 1));
        raw.Send([.. TransportTests.ReceiverReport(1), .. new byte[20]]);

        await Waiting.Until(() => transport.Counters.DroppedMalformed == 2, "both packets being dropped");
        await _harness.TellPeerAsync(transport, peer, DtlsRole.Server);
        await Waiting.For(owner.Connected, "the connection");
        Assert.Empty(owner.Rtp);
        Assert.Empty(owner.Rtcp);
    }

    private async Task UfragWithoutRestart()
    {
        var (transport, owner, peer) = await ConnectedAsync();
        using var raw = Raw();
        raw.Send(RawPeer.Check(transport.Ufrag, "anewufrag", transport.Password, nominates: true));
        await DroppedAsync(() => _harness.Loop.Counters.DroppedStun);
        Assert.Empty(raw.TakeAll());

        await _harness.Peers.RunAsync(() => peer.SendRtp(TransportTests.Rtp(1, 1)));
        await Waiting.Until(() => owner.Rtp.Count == 1, "media on the pair that stands");
    }

    private async Task SendAddress()
    {
        var (transport, owner, peer) = await ConnectedAsync();
        await Waiting.Until(() => peer.ChecksAnswered > 1, "an answer to the check that nominates");
        using var raw = Raw();
        // Authentic, but it nominates nothing: the chosen pair stays.
        raw.Send(RawPeer.Check(transport.Ufrag, peer.Ufrag, transport.Password));
        await raw.NextAsync(PacketKind.Stun, "the answer to the check");
        await MediaComesToAsync(transport, peer, 10);
        Assert.Empty(raw.TakeAll());

        // The peer moves: media follows it at once, whoever came first.
        var answered = peer.ChecksAnswered;
        await _harness.Peers.RunAsync(peer.Rebind);
        await Waiting.Until(() => peer.ChecksAnswered > answered, "an answer at the new address");
        await MediaComesToAsync(transport, peer, 20);
        Assert.Empty(raw.TakeAll());
        Assert.False(owner.Closed.IsCompleted);
    }

    private async Task SameSsrc()
    {
        var (_, mine, peer) = await ConnectedAsync();
        var (other, theirs, neighbour) = await ConnectedAsync();
        await _harness.Peers.RunAsync(() => peer.SendRtp(TransportTests.Rtp(1, 100)));
        await Waiting.Until(() => mine.Rtp.Count == 1, "the first peer's packet");

        // The same stream number and sequence under another key, and a packet that was sealed for another session.
        var stolen = await _harness.Peers.RunAsync(() => peer.SealRtp(TransportTests.Rtp(1, 101)));
        await _harness.Peers.RunAsync(() => neighbour.SendRaw(stolen));
        await Waiting.Until(() => other.Counters.DroppedUnauthenticated == 1, "the other session's packet being dropped");
        await _harness.Peers.RunAsync(() => neighbour.SendRtp(TransportTests.Rtp(1, 100)));
        await Waiting.Until(() => theirs.Rtp.Count == 1, "the second peer's packet");
        await _harness.Peers.RunAsync(() => peer.SendRtp(TransportTests.Rtp(1, 102)));
        await Waiting.Until(() => mine.Rtp.Count == 2, "the first peer's next packet");
    }

    private async Task MediaComesToAsync(Transport transport, PeerTransport peer, ushort sequence)
    {
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        peer.OnRtp = (_, _) => came.TrySetResult();
        await _harness.OnLoop(() => transport.SendRtp(TransportTests.Rtp(2, sequence), []));
        await Waiting.For(came.Task, "media at the peer's address");
    }

    private RawPeer Raw() => new(_harness.Loop.LocalEndPoint);

    private async Task SilenceAsync(params byte[][] checks)
    {
        using var raw = Raw();
        foreach (var check in checks)
        {
            raw.Send(check);
        }

        await Waiting.Until(() => _harness.Loop.Counters.DroppedStun >= checks.Length, "every check being dropped");
        await _harness.OnLoop(() => true);
        Assert.Empty(raw.TakeAll());
    }

    private async Task DroppedAsync(Func<long> counter)
    {
        await Waiting.Until(() => counter() > 0, "the datagram being dropped");
        await _harness.OnLoop(() => true);
    }

    /// <summary>The signalling has told the server of a peer that has not yet sent anything.</summary>
    private async Task<(Transport Transport, RecordingOwner Owner, PeerTransport Peer)> ToldAsync(DtlsRole serverRole)
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = new PeerTransport(_harness.Peers, _harness.PeerIdentity, System.Net.IPAddress.Loopback);
        await _harness.TellServerAsync(transport, peer, serverRole);
        return (transport, owner, peer);
    }

    private async Task<(Transport Transport, RecordingOwner Owner, PeerTransport Peer)> ConnectedAsync()
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client);
        await Waiting.For(owner.Connected, "the server's connection");
        await Waiting.For(peer.Connected, "the peer's connection");
        return (transport, owner, peer);
    }
}
