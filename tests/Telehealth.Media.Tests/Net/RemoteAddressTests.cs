using System.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Net;

public sealed class RemoteAddressTests
{
    [Theory]
    [InlineData("192.0.2.7", false)]
    [InlineData("192.0.2.7", true)]
    [InlineData("2001:db8::7", true)]
    [InlineData("fe80::7%3", true)]
    public void An_address_survives_the_kernels_form(string text, bool socketIsIPv6)
    {
        var address = RemoteAddress.From(new IPEndPoint(IPAddress.Parse(text), 40_001));
        var bytes = new byte[RemoteAddress.SocketAddressBytes];

        Assert.Equal(socketIsIPv6 ? 28 : 16, address.WriteSocketAddress(bytes, socketIsIPv6));
        Assert.Equal(address, RemoteAddress.FromSocketAddress(bytes));
    }

    [Fact]
    public void A_peer_is_the_same_peer_on_every_address_of_ours()
    {
        var address = RemoteAddress.From(new IPEndPoint(IPAddress.Loopback, 40_001));
        var elsewhere = address with { Local = new LocalAddress(1, 2) };

        Assert.Equal(address, elsewhere);
        Assert.Equal(address.GetHashCode(), elsewhere.GetHashCode());
        Assert.NotEqual(address, address with { Port = 40_002 });
        Assert.NotEqual(address, address with { Scope = 1 });
        Assert.NotEqual(address, address with { High = 1 });
        Assert.NotEqual(address, address with { Low = 1 });
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "::1")]
    public void A_datagram_arrives_with_its_senders_address(string bind, string target)
    {
        using var server = new UdpPort(IPAddress.Parse(bind), 0);
        using var client = new UdpPort(IPAddress.Parse(target), 0);

        Assert.True(client.Send("hello, port!"u8, RemoteAddress.From(new IPEndPoint(IPAddress.Parse(target), server.LocalEndPoint.Port))));

        var buffer = new byte[2048];
        Assert.Equal(12, server.Receive(buffer, out var from));
        Assert.Equal(RemoteAddress.From(client.LocalEndPoint), from);
        Assert.True(server.Send("and hello to you"u8, from));
        Assert.Equal(16, client.Receive(buffer, out _));
        Assert.Equal(-1, client.Receive(buffer, out _));
    }

    [Theory]
    [InlineData(new byte[] { 0, 1 }, PacketKind.Stun)]
    [InlineData(new byte[] { 3, 1 }, PacketKind.Stun)]
    [InlineData(new byte[] { 4, 1 }, PacketKind.Unknown)]
    [InlineData(new byte[] { 20, 254 }, PacketKind.Dtls)]
    [InlineData(new byte[] { 63, 254 }, PacketKind.Dtls)]
    [InlineData(new byte[] { 64, 254 }, PacketKind.Unknown)]
    [InlineData(new byte[] { 0x80, 96 }, PacketKind.Rtp)]
    [InlineData(new byte[] { 0x80, 0x80 | 63 }, PacketKind.Rtp)]
    [InlineData(new byte[] { 0x80, 200 }, PacketKind.Rtcp)]
    [InlineData(new byte[] { 0xBF, 223 }, PacketKind.Rtcp)]
    [InlineData(new byte[] { 0xC0, 96 }, PacketKind.Unknown)]
    internal void The_first_bytes_say_what_a_datagram_is(byte[] start, PacketKind kind)
    {
        var datagram = new byte[12];
        start.CopyTo(datagram, 0);

        Assert.Equal(kind, PacketKinds.Of(datagram));
        Assert.Equal(PacketKind.Unknown, PacketKinds.Of(datagram.AsSpan(0, 11)));
    }
}
