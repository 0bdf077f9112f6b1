using System.Net;
using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Peer;
using Telehealth.Media.Vectors;

namespace Telehealth.Media.Hostile;

/// <summary>S-M1: hellos from addresses that no check has validated (CVE-2023-49786 and its kin) end no session and get no answer.</summary>
public sealed class ForgedHelloTests : IAsyncLifetime
{
    private const int Joins = 50;

    private readonly TransportHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_join_succeeds_under_a_spray_of_hellos_and_the_sprayer_hears_nothing(bool serverIsClient)
    {
        var (early, _) = await ConnectAsync(serverIsClient);
        using var neighbour = new RawPeer(_harness.Loop.LocalEndPoint);
        using var stranger = new RawPeer(_harness.Loop.LocalEndPoint, IPAddress.Parse("127.0.0.2"));
        using var stop = new CancellationTokenSource();
        var spray = Task.Run(() => Spray([neighbour, stranger], stop.Token), TestContext.Current.CancellationToken);
        var joined = new List<(Transport Transport, PeerTransport Peer)>();
        try
        {
            for (var join = 0; join < HostileScale.Of(Joins); join++)
            {
                joined.Add(await ConnectAsync(serverIsClient));
            }
        }
        finally
        {
            await stop.CancelAsync();
            await spray;
        }

        Assert.All(joined, one => Assert.True(one.Transport.IsConnected));
        Assert.All(joined, one => Assert.False(one.Peer.Closed.IsCompleted, "a victim was told goodbye"));
        Assert.True(early.IsConnected);
        Assert.Empty(neighbour.TakeAll());
        Assert.Empty(stranger.TakeAll());
        Assert.True(_harness.Loop.Counters.DroppedUnvalidated > 0);
    }

    private async Task<(Transport Transport, PeerTransport Peer)> ConnectAsync(bool serverIsClient)
    {
        var (transport, owner) = await _harness.CreateAsync();
        var peer = await _harness.IntroduceAsync(transport, serverIsClient ? DtlsRole.Client : DtlsRole.Server);
        await Waiting.For(owner.Connected, "a join at the server");
        await Waiting.For(peer.Connected, "a join at the peer");
        return (transport, peer);
    }

    private static void Spray(RawPeer[] attackers, CancellationToken stop)
    {
        var source = new RandomBytes(49786);
        var hello = RawPeer.ClientHello();
        byte[][] datagrams =
        [
            hello,
            NullCipher(hello),
            hello[..^20],
            [.. hello, .. source.Next(1400 - hello.Length)],
            WithVersion(hello, 0x0301),
            WithVersion(hello, 0xFEFC),
            [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40],
            [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 10, 0, 2, 1, 0],
        ];
        while (!stop.IsCancellationRequested)
        {
            foreach (var attacker in attackers)
            {
                foreach (var datagram in datagrams)
                {
                    attacker.Send(datagram);
                }

                attacker.Send(source.Next(source.Next(1, 1400)));
            }

            // About 20,000 a second from both; the loop and the peers share the machine.
            Thread.Sleep(1);
        }
    }

    private static byte[] WithVersion(byte[] hello, ushort version)
    {
        byte[] other = [.. hello];
        (other[1], other[2]) = ((byte)(version >> 8), (byte)version);
        return other;
    }

    /// <summary>The very datagram of the advisories: one cipher suite, TLS_NULL_WITH_NULL_NULL.</summary>
    private static byte[] NullCipher(byte[] hello)
    {
        byte[] other = [.. hello];
        // Record 13, handshake 12, version 2, random 32; then session id and cookie, each with its length.
        var offset = 13 + 12 + 2 + 32;
        offset += 1 + other[offset];
        offset += 1 + other[offset];
        var suites = (other[offset] << 8) | other[offset + 1];
        other.AsSpan(offset + 2, suites).Clear();
        return other;
    }
}
