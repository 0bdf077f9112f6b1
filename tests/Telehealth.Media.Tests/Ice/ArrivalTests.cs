using System.Net;
using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Peer;

namespace Telehealth.Media.Ice;

public sealed class ArrivalTests : IAsyncLifetime
{
    private const int Packets = 2_000;
    private const int Window = 200;

    private readonly TransportHarness _harness = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task A_packet_that_waits_for_a_busy_loop_keeps_the_time_of_its_arrival()
    {
        var owner = new MeasuringOwner();
        var peer = await ConnectAsync(owner);
        ushort sequence = 0;

        // The kernel begins to stamp soon after the first socket asked, and until then fills in the time of reading.
        var deadline = _harness.Loop.NowMicros + 15_000_000;
        long late;
        do
        {
            var sent = await WhileBusyAsync(() =>
            {
                Assert.True(peer.SendRtp(TransportTests.Rtp(1, ++sequence)));
                return _harness.Loop.NowMicros;
            });
            await Waiting.Until(() => owner.Count == sequence, "the packet");
            late = owner.LastArrivalMicros - sent;
        }
        while (late > 5_000 && _harness.Loop.NowMicros < deadline);

        Assert.InRange(late, -50_000, 5_000);
    }

    [Fact]
    public async Task Packets_that_found_the_socket_full_are_counted()
    {
        using var flood = new UdpPort(IPAddress.Loopback, 0);
        var to = RemoteAddress.From(_harness.Loop.LocalEndPoint);
        var sent = 1L;

        await WhileBusyAsync(() =>
        {
            for (; sent < 20_000; sent++)
            {
                Assert.True(flood.Send(new byte[1000], to));
            }

            return true;
        });

        await Waiting.Until(
            () =>
            {
                // The loss is told with the next packet that is not lost.
                Assert.True(flood.Send(new byte[1000], to));
                sent++;
                return _harness.Loop.Counters.DroppedByKernel > 0;
            },
            "the kernel's count");
        await Waiting.Until(
            () => _harness.Loop.Counters.DatagramsReceived + _harness.Loop.Counters.DroppedByKernel == sent - 1,
            "every packet that was sent being received or counted as dropped");
    }

    [Fact]
    public async Task Receiving_a_packet_allocates_nothing()
    {
        var owner = new MeasuringOwner();
        var peer = await ConnectAsync(owner);
        // Checks are answered once a second; their cost is not that of a packet.
        peer.HoldChecks = true;

        for (var sent = 0; sent < Packets;)
        {
            await _harness.Peers.RunAsync(() =>
            {
                for (var burst = 0; burst < 100; burst++)
                {
                    Assert.True(peer.SendRtp(TransportTests.Rtp(1, (ushort)++sent)));
                }
            });
            await Waiting.Until(() => owner.Count == sent, $"{sent} packets");
        }

        Assert.Equal(0, owner.AllocatedBytes);
    }

    private async Task<PeerTransport> ConnectAsync(MeasuringOwner owner)
    {
        var transport = await _harness.OnLoop(() => _harness.Loop.CreateTransport(new TransportSettings("test"), owner));
        var peer = await _harness.IntroduceAsync(transport, DtlsRole.Client);
        await Waiting.For(owner.Connected.Task, "the server's connection");
        await Waiting.For(peer.Connected, "the peer's connection");
        return peer;
    }

    /// <summary>Does something on the peers' thread while the media loop does something else for at least 50 ms.</summary>
    private async Task<T> WhileBusyAsync<T>(Func<T> work)
    {
        using var release = new ManualResetEventSlim();
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_harness.Loop.Post(() =>
        {
            busy.SetResult();
            release.Wait();
        }));
        await Waiting.For(busy.Task, "a busy loop");
        try
        {
            var result = await _harness.Peers.RunAsync(work);
            await Task.Delay(50);
            return result;
        }
        finally
        {
            release.Set();
        }
    }

    private sealed class MeasuringOwner : ITransportOwner
    {
        private long _allocatedBefore;
        private int _count;
        private long _lastArrivalMicros;

        public TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count => Volatile.Read(ref _count);

        public long LastArrivalMicros => Volatile.Read(ref _lastArrivalMicros);

        /// <summary>
        /// The least of all windows of packets: the loop's timers and the runtime's own doings may fall into some, an allocation for
        /// each packet would be in all of them. The first window only compiles and warms.
        /// </summary>
        public long AllocatedBytes { get; private set; } = long.MaxValue;

        public bool Admits(ReadOnlySpan<byte> packet, bool isRtcp, long arrivalMicros) => true;

        public void OnConnected(Transport transport) => Connected.SetResult();

        public void OnRtp(Transport transport, Span<byte> packet, long arrivalMicros)
        {
            Volatile.Write(ref _lastArrivalMicros, arrivalMicros);
            var count = _count + 1;
            if (count % Window == 0)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                AllocatedBytes = count == Window ? long.MaxValue : Math.Min(AllocatedBytes, allocated - _allocatedBefore);
                _allocatedBefore = allocated;
            }

            Volatile.Write(ref _count, count);
        }

        public void OnRtcp(Transport transport, Span<byte> packet, long arrivalMicros)
        {
        }

        public void OnClosed(Transport transport, TransportClose reason)
        {
        }
    }
}
