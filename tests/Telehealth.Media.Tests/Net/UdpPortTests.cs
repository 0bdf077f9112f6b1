using System.Net;
using System.Net.Sockets;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Net;

public sealed class UdpPortTests
{
    // The clocks are read some microseconds apart, and NTP may slew the one.
    private const long ClockError = 1_000;

    private readonly ReceiveBatch _batch = new();

    [Theory]
    [InlineData("0.0.0.0", "127.0.0.1")]
    [InlineData("0.0.0.0", "127.0.0.2")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "127.0.0.2")]
    [InlineData("::", "::1")]
    [InlineData("127.0.0.2", "127.0.0.2")]
    public void An_answer_leaves_from_the_address_that_was_asked(string bind, string asked)
    {
        using var server = Server(IPAddress.Parse(bind));
        using var client = new UdpPort(IPAddress.Parse(asked).AddressFamily == AddressFamily.InterNetwork
            ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var address = RemoteAddress.From(new IPEndPoint(IPAddress.Parse(asked), server.LocalEndPoint.Port));
        Assert.True(client.Send("from where?"u8, address));

        _batch.Receive(server.Handle);
        var from = _batch.Sender(0, _batch.Notes(0).Local);
        Assert.True(server.Send("from here"u8, from));

        var buffer = new byte[64];
        Assert.Equal(9, client.Receive(buffer, out var answered));
        Assert.Equal(address, answered);
    }

    [Fact]
    public void Batches_hold_what_was_sent_in_order_and_are_used_again()
    {
        using var server = Server(IPAddress.Loopback);
        using var client = new UdpPort(IPAddress.Loopback, 0);
        for (var number = 0; number < 75; number++)
        {
            var datagram = new byte[number * 20];
            datagram.AsSpan().Fill((byte)number);
            Assert.True(client.Send(datagram, To(server)));
        }

        var sizes = new List<int>();
        var seen = 0;
        do
        {
            _batch.Receive(server.Handle);
            sizes.Add(_batch.Count);
            for (var index = 0; index < _batch.Count; index++, seen++)
            {
                Assert.Equal(seen * 20, _batch.Datagram(index).Length);
                Assert.False(_batch.Datagram(index).ContainsAnyExcept((byte)seen));
                Assert.Equal(RemoteAddress.From(client.LocalEndPoint), _batch.Sender(index, default));
                Assert.NotEqual(0, _batch.Notes(index).StampMicros);
            }
        }
        while (_batch.IsFull);

        Assert.Equal([32, 32, 11], sizes);
        _batch.Receive(server.Handle);
        Assert.Equal(0, _batch.Count);
    }

    [Fact]
    public void A_datagram_that_is_too_long_is_cut()
    {
        using var server = Server(IPAddress.Loopback);
        using var client = new UdpPort(IPAddress.Loopback, 0);
        Assert.True(client.Send(new byte[5000], To(server)));
        Assert.True(client.Send(new byte[50], To(server)));

        _batch.Receive(server.Handle);

        Assert.Equal(2, _batch.Count);
        Assert.Equal(ReceiveBatch.DatagramBytes, _batch.Datagram(0).Length);
        Assert.Equal(50, _batch.Datagram(1).Length);
    }

    [Fact]
    public async Task The_stamp_is_the_time_of_arrival_and_not_of_reading()
    {
        using var server = Server(IPAddress.Loopback);
        using var client = new UdpPort(IPAddress.Loopback, 0);
        var clock = new MonotonicClock(TimeProvider.System);
        var kernel = new KernelClock(clock, TimeProvider.System);

        // The kernel begins to stamp soon after the first socket asked, and until then fills in the time of reading.
        await Waiting.Until(
            () =>
            {
                var before = clock.NowMicros;
                Assert.True(client.Send("hello"u8, To(server)));
                var after = clock.NowMicros;
                while (clock.NowMicros < after + 20_000)
                {
                    Thread.Sleep(1);
                }

                _batch.Receive(server.Handle);
                var now = clock.NowMicros;
                kernel.Update(now);
                var arrival = kernel.ArrivalMicros(_batch.Notes(0).StampMicros, now);
                return arrival >= before - ClockError && arrival <= after + ClockError;
            },
            "an arrival between the moments before and after sending");
    }

    [Fact]
    public void The_kernel_counts_what_a_full_socket_lost()
    {
        using var server = Server(IPAddress.Loopback);
        using var client = new UdpPort(IPAddress.Loopback, 0);
        var sent = 0u;
        for (; sent < 20_000; sent++)
        {
            Assert.True(client.Send(new byte[1000], To(server)));
        }

        var received = Drain(server, out _);
        Assert.True(received >= 1_500, $"the socket held {received} packets only");
        Assert.True(client.Send("after the flood"u8, To(server)));

        Assert.Equal(1u, Drain(server, out var overflows));
        Assert.Equal(sent - received, overflows);
    }

    [Fact]
    public void Receiving_and_answering_allocate_nothing()
    {
        using var server = Server(IPAddress.IPv6Any);
        using var client = new UdpPort(IPAddress.Loopback, 0);
        var clock = new MonotonicClock(TimeProvider.System);
        var kernel = new KernelClock(clock, TimeProvider.System);
        var to = RemoteAddress.From(new IPEndPoint(IPAddress.Loopback, server.LocalEndPoint.Port));
        var datagram = new byte[1000];
        var answered = 0;

        long before = 0;
        for (var round = 0; round < 2_000; round++)
        {
            // The first half compiles and warms what the second half is measured on.
            before = round == 1_000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            client.Send(datagram, to);
            _batch.Receive(server.Handle);
            // An hour a round: every round estimates anew.
            kernel.Update(round * 3_600_000_000L);
            for (var index = 0; index < _batch.Count; index++)
            {
                var notes = _batch.Notes(index);
                _ = kernel.ArrivalMicros(notes.StampMicros, clock.NowMicros);
                answered += server.Send(_batch.Datagram(index), _batch.Sender(index, notes.Local)) ? 1 : 0;
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2_000, answered);
    }

    private static UdpPort Server(IPAddress bind)
    {
        var server = new UdpPort(bind, 0);
        server.AskForNotes();
        return server;
    }

    private static RemoteAddress To(UdpPort port) => RemoteAddress.From(port.LocalEndPoint);

    private uint Drain(UdpPort port, out uint overflows)
    {
        overflows = 0;
        var received = 0u;
        do
        {
            _batch.Receive(port.Handle);
            received += (uint)_batch.Count;
            overflows = _batch.Count > 0 ? _batch.Notes(_batch.Count - 1).Overflows : overflows;
        }
        while (_batch.Count > 0);

        return received;
    }
}
