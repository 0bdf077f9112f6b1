using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Net;

public sealed class SendBatchTests : IDisposable
{
    // SO_NO_CHECK: without a checksum the kernel cuts nothing (udp_send_skb refuses with EINVAL).
    private const int NoChecksum = 11;

    private readonly PortCounters _counters = new();
    private readonly UdpPort _first = new(IPAddress.Any, 0);
    private readonly UdpPort _second = new(IPAddress.Any, 0);
    private readonly byte[] _buffer = new byte[4096];

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("0.0.0.0", null)]
    [InlineData("0.0.0.0", "127.0.0.2")]
    [InlineData("::", null)]
    [InlineData("::", "127.0.0.2")]
    public void Runs_arrive_as_the_datagrams_they_were_in_order_and_from_the_address_asked(string bind, string? asked)
    {
        using var port = new UdpPort(IPAddress.Parse(bind), 0);
        var batch = new SendBatch(port, _counters);
        var first = To(_first, asked);
        var second = To(_second, asked);
        int[] sizes = [900, 900, 900, 901, 901, 400, 400, 1200, 1200, 1200, 30, 900, 900];
        for (var number = 0; number < sizes.Length; number++)
        {
            Commit(batch, first, sizes[number], number);
            Commit(batch, second, sizes[^(number + 1)], number);
        }

        batch.Flush();

        var from = RemoteAddress.From(new IPEndPoint(IPAddress.Parse(asked ?? "127.0.0.1"), port.LocalEndPoint.Port));
        for (var number = 0; number < sizes.Length; number++)
        {
            AssertNext(_first, sizes[number], number, from);
            AssertNext(_second, sizes[^(number + 1)], number, from);
        }

        Assert.Equal(2 * sizes.Length, _counters.DatagramsSent);
        // Equal ones, closed by a shorter one, are one message: 3, 3, 1, 4 and 2; the other way round 3, 4, 1, 3 and 2.
        Assert.Equal(batch.Segments ? 10 : 2 * sizes.Length, _counters.MessagesSent);
        Assert.Equal(0, _counters.DroppedOutgoing + _counters.SegmentationRefused);
    }

    [Fact]
    public void A_long_run_is_as_many_messages_as_the_kernel_wants()
    {
        using var port = new UdpPort(IPAddress.Loopback, 0);
        var batch = new SendBatch(port, _counters);
        var to = To(_first, null);
        for (var number = 0; number < 300; number++)
        {
            Commit(batch, to, number < 150 ? 1_200 : 100, number);
        }

        batch.Flush();

        for (var number = 0; number < 300; number++)
        {
            AssertNext(_first, number < 150 ? 1_200 : 100, number, RemoteAddress.From(port.LocalEndPoint));
        }

        // 54 of 1,200 bytes fit a message, 64 of 100; the first short one closes the third message.
        Assert.Equal(batch.Segments ? 6 : 300, _counters.MessagesSent);
    }

    [Fact]
    public void A_destination_that_has_ended_is_let_go()
    {
        using var port = new UdpPort(IPAddress.Loopback, 0);
        var batch = new SendBatch(port, _counters);
        var ended = SendAndForget(batch);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(ended.IsAlive);
        Assert.Equal(3, _counters.DatagramsSent);
        GC.KeepAlive(batch);
    }

    [Fact]
    public void A_full_batch_leaves_by_itself()
    {
        using var port = new UdpPort(IPAddress.Loopback, 0);
        var batch = new SendBatch(port, _counters);
        var to = To(_first, null);
        for (var number = 0; number < SendBatch.Capacity; number++)
        {
            Assert.Equal(0, _counters.DatagramsSent);
            Commit(batch, to, 200, number);
        }

        Assert.Equal(SendBatch.Capacity, _counters.DatagramsSent);
        Commit(batch, to, 201, 0);
        batch.Flush();
        Assert.Equal(SendBatch.Capacity + 1, _counters.DatagramsSent);
    }

    [Fact]
    public void What_the_kernel_will_not_cut_goes_one_by_one()
    {
        using var port = new UdpPort(IPAddress.Any, 0);
        port.Socket.SetRawSocketOption(ControlMessages.LevelSocket, NoChecksum, BitConverter.GetBytes(1));
        var batch = new SendBatch(port, _counters);
        var to = To(_first, "127.0.0.2");
        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 10; number++)
            {
                Commit(batch, to, 500, number);
            }

            batch.Flush();
        }

        for (var number = 0; number < 30; number++)
        {
            AssertNext(_first, 500, number % 10, RemoteAddress.From(new IPEndPoint(IPAddress.Parse("127.0.0.2"), port.LocalEndPoint.Port)));
        }

        Assert.Equal(30, _counters.MessagesSent);
        Assert.Equal(batch.Segments ? 1 : 0, _counters.SegmentationRefused);
    }

    [Fact]
    public void One_who_cannot_be_reached_holds_nobody_up()
    {
        // From 127.0.0.1 there is no way to another machine's address: nothing leaves this one.
        using var port = new UdpPort(IPAddress.Loopback, 0);
        var batch = new SendBatch(port, _counters);
        var nowhere = new Destination(RemoteAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.77"), 9)));
        var to = To(_first, null);
        for (var number = 0; number < 5; number++)
        {
            Commit(batch, nowhere, 100, number);
            Commit(batch, to, 100, number);
        }

        batch.Flush();

        for (var number = 0; number < 5; number++)
        {
            AssertNext(_first, 100, number, RemoteAddress.From(port.LocalEndPoint));
        }

        Assert.Equal((5, 5), (_counters.DroppedOutgoing, _counters.DatagramsSent));
    }

    [Fact]
    public void Filling_and_sending_allocate_nothing()
    {
        using var port = new UdpPort(IPAddress.IPv6Any, 0);
        var batch = new SendBatch(port, _counters);
        Destination[] to = [To(_first, "127.0.0.1"), To(_second, "127.0.0.1")];

        // The runtime's own doings may fall into one window; an allocation of ours would be in all of them.
        var least = long.MaxValue;
        for (var window = 0; window < 5; window++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var number = 0; number < 1_000; number++)
            {
                Commit(batch, to[number % 2], 300 + (number / 8 % 3), number);
                if (number % 20 == 19)
                {
                    batch.Flush();
                }
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Equal(5_000, _counters.DatagramsSent);
    }

    private static Destination To(UdpPort port, string? asked)
    {
        var address = RemoteAddress.From(new IPEndPoint(IPAddress.Loopback, port.LocalEndPoint.Port));
        var local = asked is null ? default : RemoteAddress.From(new IPEndPoint(IPAddress.Parse(asked), 0));
        return new Destination(address with { Local = new LocalAddress(local.High, local.Low) });
    }

    // Apart, so that no variable of the test's holds it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference SendAndForget(SendBatch batch)
    {
        var to = To(_first, null);
        for (var number = 0; number < 3; number++)
        {
            Commit(batch, to, 200 + number, number);
        }

        batch.Flush();
        return new WeakReference(to);
    }

    private static void Commit(SendBatch batch, Destination to, int size, int number)
    {
        var slot = batch.Slot[..size];
        slot.Fill((byte)size);
        BinaryPrimitives.WriteInt32BigEndian(slot, number);
        batch.Commit(to, size);
    }

    private void AssertNext(UdpPort port, int size, int number, in RemoteAddress from)
    {
        Assert.Equal(size, port.Receive(_buffer, out var sender));
        Assert.Equal(number, BinaryPrimitives.ReadInt32BigEndian(_buffer));
        Assert.False(_buffer.AsSpan(4, size - 4).ContainsAnyExcept((byte)size));
        Assert.Equal(from, sender);
    }
}
