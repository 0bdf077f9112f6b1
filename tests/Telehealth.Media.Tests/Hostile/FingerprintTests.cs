using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Hostile;

/// <summary>S-M7: keys only for the certificate whose hash the signalling told (RFC 5763 section 5); metaRTC read it and never compared.</summary>
public sealed class FingerprintTests : IAsyncLifetime
{
    private readonly TransportHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_certificate_than_the_announced_one_gets_no_keys_and_forwards_nothing(bool serverIsClient)
    {
        using var announced = new DtlsIdentity(TimeProvider.System.GetUtcNow());
        var (transport, owner) = await _harness.CreateAsync();

        var peer = await _harness.IntroduceAsync(
            transport, serverIsClient ? DtlsRole.Client : DtlsRole.Server, announcedFingerprint: announced.Fingerprint);
        var sending = true;
        peer.Ticked = _ =>
        {
            // The peer's own side may well be open; the server must not take a packet of it.
            if (sending)
            {
                peer.SendRtp(TransportTests.Rtp(1, 1));
            }
        };
        await Waiting.For(owner.Closed, "the end of the transport");
        sending = false;

        Assert.Equal(TransportClose.FingerprintMismatch, await owner.Closed);
        Assert.False(owner.Connected.IsCompleted);
        Assert.False(transport.IsConnected);
        Assert.Empty(owner.Rtp);
        Assert.Empty(owner.Rtcp);
        Assert.Equal(0, transport.Counters.RtpPacketsReceived + transport.Counters.RtpPacketsSent);
    }

    [Fact]
    public async Task The_announced_certificate_is_known_in_lower_case_too()
    {
        var (transport, owner) = await _harness.CreateAsync();

        await _harness.IntroduceAsync(
            transport, DtlsRole.Client, announcedFingerprint: _harness.PeerIdentity.Fingerprint.ToLowerInvariant());

        await Waiting.For(owner.Connected, "the connection");
    }

    [Theory]
    [InlineData("sha-1", 20)]
    [InlineData("md5", 16)]
    [InlineData("sha-256", 20)]
    [InlineData("sha-512", 32)]
    [InlineData("sha256", 32)]
    public async Task A_weak_or_wrongly_named_hash_starts_nothing(string algorithm, int bytes)
    {
        var (transport, owner) = await _harness.CreateAsync();
        var remote = new RemoteParameters
        {
            Ufrag = "abcd",
            Password = new string('p', 22),
            FingerprintAlgorithm = algorithm,
            Fingerprint = string.Join(':', Enumerable.Repeat("AB", bytes)),
            LocalRole = DtlsRole.Client,
        };

        Assert.False(await _harness.OnLoop(() => transport.SetRemote(remote)));
        using var raw = new RawPeer(_harness.Loop.LocalEndPoint);
        raw.Send(RawPeer.Check(transport.Ufrag, "abcd", transport.Password, nominates: true));
        await raw.NextAsync(Net.PacketKind.Stun, "the answer to the check");
        await _harness.OnLoop(() => true);

        Assert.Empty(raw.TakeAll());
        Assert.False(owner.Connected.IsCompleted);
    }

    [Fact]
    public async Task A_second_description_cannot_change_whose_keys_these_are()
    {
        using var other = new DtlsIdentity(TimeProvider.System.GetUtcNow());
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client);
        await Waiting.For(owner.Connected, "the connection");
        var remote = new RemoteParameters
        {
            Ufrag = peer.Ufrag,
            Password = peer.Password,
            FingerprintAlgorithm = "sha-256",
            Fingerprint = other.Fingerprint,
            LocalRole = DtlsRole.Client,
        };

        Assert.False(await _harness.OnLoop(() => transport.SetRemote(remote)));
        await _harness.Peers.RunAsync(() => peer.SendRtp(TransportTests.Rtp(1, 1)));
        await Waiting.Until(() => owner.Rtp.Count == 1, "a packet under the keys that were proven");
    }
}
