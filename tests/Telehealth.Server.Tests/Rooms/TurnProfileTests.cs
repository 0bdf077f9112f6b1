using System.Net;
using System.Net.Sockets;

namespace Telehealth.Rooms;

/// <summary>Proves infra/turn against Debian's coturn: what an attacker with good credentials may reach, and for how long.</summary>
public sealed class TurnProfileTests(TurnServer relay) : IClassFixture<TurnServer>
{
    private const int Unauthorized = 401;
    private const int Forbidden = 403;
    private const int UnsupportedTransport = 442;
    private const int QuotaReached = 486;
    private const int SeatQuota = 48;

    // Each range's first and last address, what clouds keep behind some of them, and the media address's neighbours.
    private static readonly string[] _denied =
    [
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1", "127.255.255.255",
        "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255",
        "198.51.100.6", "198.51.100.8", "203.0.113.1", "224.0.0.1", "239.255.255.255", "255.255.255.255",
    ];

    private static readonly string[] _deniedIPv6 =
    [
        "::", "::1", "::127.0.0.1", "::ffff:0.0.0.0", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "::ffff:192.168.1.1", "::ffff:198.51.100.7", "::ffff:255.255.255.255", "64:ff9b::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
        "64:ff9b::ffff:ffff", "64:ff9b:1::1", "2002:7f00:1::1", "fc00::", "fd00::1", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fe80::", "fe80::1", "febf::1", "ff02::1", "ff0e::1", "2001:db8::6", "2001:db8::8",
    ];

    [Theory]
    [InlineData(TurnTransport.Udp)]
    [InlineData(TurnTransport.Tcp)]
    [InlineData(TurnTransport.Tls)]
    public async Task Only_the_media_address_is_reached(TurnTransport transport)
    {
        using var client = await OpenAsync(transport, AddressFamily.InterNetwork);
        await RefusesAsync(client, _denied);
        Assert.Equal(0, await client.PermitAsync(IPAddress.Parse(TurnServer.MediaAddress)));
        Assert.Equal(0, await client.BindChannelAsync(IPAddress.Parse(TurnServer.MediaAddress)));
    }

    [Theory]
    [InlineData(TurnTransport.Udp)]
    [InlineData(TurnTransport.Tcp)]
    [InlineData(TurnTransport.Tls)]
    public async Task Only_the_media_address_is_reached_by_IPv6_and_none_that_hides_in_it(TurnTransport transport)
    {
        using var client = await OpenAsync(transport, AddressFamily.InterNetworkV6);
        await RefusesAsync(client, _deniedIPv6);
        Assert.Equal(0, await client.PermitAsync(IPAddress.Parse(TurnServer.MediaAddressIPv6)));
        Assert.Equal(0, await client.BindChannelAsync(IPAddress.Parse(TurnServer.MediaAddressIPv6)));
    }

    [Theory]
    [InlineData(TurnTransport.Tcp)]
    [InlineData(TurnTransport.Tls)]
    public async Task No_connection_is_made_for_anybody(TurnTransport transport)
    {
        using var client = await relay.ConnectAsync(transport, relay.CredentialsFor($"connecting by {transport}"));
        Assert.Equal(UnsupportedTransport, await client.AllocateAsync(protocol: 6));
        Assert.Equal(0, await client.AllocateAsync());
        foreach (var address in _denied.Append(TurnServer.MediaAddress))
        {
            Assert.True(await client.ConnectPeerAsync(IPAddress.Parse(address)) >= 400, $"A TCP connection to {address} was allowed.");
        }
    }

    [Fact]
    public async Task A_credential_ends_when_its_name_says()
    {
        var expired = new ManualClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(2));
        using var client = await relay.ConnectAsync(TurnTransport.Tls, relay.CredentialsFor("late", expired));
        Assert.Equal(Unauthorized, await client.AllocateAsync());
    }

    [Fact]
    public async Task A_relay_that_is_open_outlives_its_credential_and_a_new_one_does_not_open()
    {
        var soon = new ManualClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(7));
        var credentials = relay.CredentialsFor("long talk", soon);
        using var client = await relay.ConnectAsync(TurnTransport.Tls, credentials);
        Assert.Equal(0, await client.AllocateAsync());
        await Wait.UntilAsync(async () =>
        {
            using var late = await relay.ConnectAsync(TurnTransport.Tls, credentials);
            return await late.AllocateAsync() == Unauthorized ? null : "the credential to end";
        });
        Assert.Equal(0, await client.RefreshAsync());
    }

    [Fact]
    public async Task A_forged_credential_opens_nothing()
    {
        var forged = relay.CredentialsFor("forger", secret: new string('0', 64));
        using var client = await relay.ConnectAsync(TurnTransport.Tls, forged);
        Assert.Equal(Unauthorized, await client.AllocateAsync());

        var longer = relay.CredentialsFor("forger");
        var renamed = longer with { Username = $"4102444800:{longer.Username.Split(':')[1]}" };
        using var second = await relay.ConnectAsync(TurnTransport.Tls, renamed);
        Assert.Equal(Unauthorized, await second.AllocateAsync());
    }

    [Fact]
    public async Task A_seat_opens_no_more_than_its_share_whatever_credentials_it_comes_with()
    {
        var clients = new List<TurnClient>();
        try
        {
            for (var number = 0; number <= SeatQuota; number++)
            {
                // Made at another time, so that each has another name.
                var clock = new ManualClock(TimeProvider.System.GetUtcNow() - TimeSpan.FromSeconds(number));
                var client = await relay.ConnectAsync(TurnTransport.Tls, relay.CredentialsFor("greedy", clock));
                clients.Add(client);
                Assert.Equal(number < SeatQuota ? 0 : QuotaReached, await client.AllocateAsync());
            }

            using var other = await relay.ConnectAsync(TurnTransport.Tls, relay.CredentialsFor("modest"));
            Assert.Equal(0, await other.AllocateAsync());
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_seat_that_loses_its_network_once_a_minute_always_gets_a_relay()
    {
        // Two connections over two networks each, and nothing is heard of the old ones while their ten minutes last.
        const int RelaysOfOneMove = 4;
        const int Moves = 11;
        var clients = new List<TurnClient>();
        try
        {
            for (var number = 0; number < RelaysOfOneMove * Moves; number++)
            {
                var client = await relay.ConnectAsync(TurnTransport.Tls, relay.CredentialsFor("on the road"));
                clients.Add(client);
                Assert.Equal(0, await client.AllocateAsync());
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_relay_that_is_given_back_counts_no_more()
    {
        for (var number = 0; number < SeatQuota + 5; number++)
        {
            using var client = await relay.ConnectAsync(TurnTransport.Tls, relay.CredentialsFor("tidy"));
            Assert.Equal(0, await client.AllocateAsync());
            Assert.Equal(0, await client.GiveBackAsync());
        }
    }

    [Fact]
    public async Task An_installation_listens_by_TLS_alone()
    {
        await using var installed = new TurnServer { HasPlainListeners = false };
        await installed.InitializeAsync();
        var credentials = installed.CredentialsFor("patient");
        using var client = await installed.ConnectAsync(TurnTransport.Tls, credentials);
        Assert.Equal(0, await client.AllocateAsync());
        await Assert.ThrowsAnyAsync<SocketException>(() => installed.ConnectAsync(TurnTransport.Tcp, credentials));
        using var plain = await installed.ConnectAsync(TurnTransport.Udp, credentials);
        await Assert.ThrowsAnyAsync<SocketException>(() => plain.AllocateAsync());
    }

    private async Task<TurnClient> OpenAsync(TurnTransport transport, AddressFamily family)
    {
        var client = await relay.ConnectAsync(transport, relay.CredentialsFor($"{family} by {transport}"));
        Assert.Equal(0, await client.AllocateAsync(family));
        return client;
    }

    private static async Task RefusesAsync(TurnClient client, IEnumerable<string> peers)
    {
        foreach (var peer in peers)
        {
            var address = IPAddress.Parse(peer);
            Assert.True(await client.PermitAsync(address) == Forbidden, $"A permission for {peer} was not refused as forbidden.");
            Assert.True(await client.BindChannelAsync(address) == Forbidden, $"A channel to {peer} was not refused as forbidden.");
        }
    }
}
