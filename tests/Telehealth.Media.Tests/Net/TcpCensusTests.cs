using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

public sealed class TcpCensusTests
{
    private readonly TcpCensus _census = new(new TcpLimits(Most: 6, MostOfOneAddress: 4, MostUnproven: 5, MostUnprovenOfOneAddress: 3));
    private uint _number;

    [Fact]
    public void The_oldest_unproven_of_a_crowded_address_makes_room_and_nobody_elses()
    {
        var neighbour = Come("192.0.2.9");
        var first = Come("192.0.2.1");
        Come("192.0.2.1");
        Come("192.0.2.1");
        Assert.Same(first, Leaving("192.0.2.1"));
        Assert.Null(Leaving("192.0.2.9"));
        _census.Remove(first);
        Assert.Null(Leaving("192.0.2.1"));
        Assert.Same(neighbour, _census.OldestUnproven);
    }

    [Fact]
    public void Who_is_proven_makes_room_for_nobody()
    {
        for (var count = 0; count < 4; count++)
        {
            _census.Prove(Come("192.0.2.1"));
        }

        Assert.False(_census.HasRoom(Address("192.0.2.1"), out var leaving));
        Assert.Null(leaving);
        Assert.Null(_census.OldestUnproven);
        Assert.True(_census.HasRoom(Address("192.0.2.2"), out _));
    }

    [Fact]
    public void Many_unproven_together_cost_the_oldest_of_all()
    {
        var oldest = Come("192.0.2.1");
        for (var host = 2; host <= 5; host++)
        {
            Come($"192.0.2.{host}");
        }

        Assert.Same(oldest, Leaving("192.0.2.6"));
        _census.Remove(oldest);
        Assert.True(_census.HasRoom(Address("192.0.2.6"), out _));
    }

    [Fact]
    public void A_full_port_refuses_when_all_are_proven()
    {
        for (var host = 1; host <= 6; host++)
        {
            _census.Prove(Come($"192.0.2.{host}"));
        }

        Assert.False(_census.HasRoom(Address("192.0.2.7"), out var leaving));
        Assert.Null(leaving);
        Assert.Equal(6, _census.All);
    }

    private static RemoteAddress Address(string host) => RemoteAddress.From(new IPEndPoint(IPAddress.Parse(host), 40_000));

    private TcpConnection? Leaving(string host)
    {
        _census.HasRoom(Address(host), out var leaving);
        return leaving;
    }

    private TcpConnection Come(string host)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var connection = new TcpConnection(socket, Address(host) with { Connection = ++_number }, 0);
        _census.Add(connection);
        return connection;
    }
}
