using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class EgressTests
{
    private readonly List<(byte[] Packet, long Micros)> _sent = [];
    private readonly PacketBlocks _memory = new();
    private readonly Egress _egress;
    private long _now = 1_000_000;
    private ushort _sequence;
    private Urgency? _refused;

    public EgressTests()
    {
        _egress = new Egress(
            (head, rest, urgency) =>
            {
                if (urgency == _refused)
                {
                    return false;
                }

                _sent.Add(([.. head, .. rest], _now));
                return true;
            },
            _memory)
        {
            IsOpen = true,
            Ids = new ExtensionIds(4, 0, 0, 2, 3, 0),
        };
    }

    [Fact]
    public void A_link_without_a_limit_takes_everything_at_once()
    {
        LearnNoLimit();
        _egress.Tick(_now);
        for (var i = 0; i < 200; i++)
        {
            Assert.True(Send(Urgency.Picture));
        }

        Assert.Equal(200, _sent.Count);
        Assert.Equal(0, _egress.Waiting);
    }

    [Fact]
    public void A_key_frame_is_spread_at_the_pace_of_the_link_and_numbered_as_it_goes()
    {
        _egress.Tick(_now);
        for (var i = 0; i < 40; i++)
        {
            Assert.True(Send(Urgency.Picture));
        }

        Assert.InRange(_sent.Count, 1, 2);
        Run(milliseconds: 300);
        // 300 kbit/s times 2.5 is 94 bytes a millisecond.
        Assert.InRange(_sent.Sum(one => one.Packet.Length), 20_000, 33_000);
        Run(milliseconds: 400);
        Assert.Equal(40, _sent.Count);
        for (var i = 0; i < _sent.Count; i++)
        {
            var (packet, micros) = _sent[i];
            var header = ForwardingBench.Header(packet);
            Assert.Equal(i, header.Sequence);
            Assert.Equal(i, BinaryPrimitives.ReadUInt16BigEndian(header.FindExtension(packet, 3)));
            Assert.Equal(AbsSendTime(micros), header.FindExtension(packet, 2).ToArray());
        }
    }

    [Fact]
    public void Sound_goes_before_the_pictures_that_wait()
    {
        _egress.Tick(_now);
        for (var i = 0; i < 20; i++)
        {
            Send(Urgency.Picture);
        }

        _now += 5_000;
        _sent.Clear();
        Send(Urgency.Sound);
        Assert.Equal(20, ForwardingBench.Header(_sent[^1].Packet).Sequence);
        Assert.True(_egress.Waiting > 10);
        Run(milliseconds: 400);
        var numbers = _sent.Select(one => BinaryPrimitives.ReadUInt16BigEndian(ForwardingBench.Header(one.Packet).FindExtension(one.Packet, 3)));
        Assert.Equal(numbers.Order(), numbers);
    }

    [Fact]
    public void Too_much_is_refused_and_nothing_is_kept_of_a_closed_connection()
    {
        _egress.Tick(_now);
        var taken = Enumerable.Range(0, 500).Count(_ => Send(Urgency.Picture));
        Assert.InRange(taken, 50, 256);
        _egress.IsOpen = false;
        Assert.Equal(0, _egress.Waiting);
        _egress.IsOpen = true;
        _sent.Clear();
        Run(milliseconds: 100);
        Assert.Empty(_sent);
    }

    [Fact]
    public void What_a_full_connection_refuses_is_neither_counted_nor_numbered()
    {
        LearnNoLimit();
        _egress.Tick(_now);
        Assert.True(Send(Urgency.Picture));
        _refused = Urgency.Picture;
        Assert.All(Enumerable.Range(0, 10), _ => Assert.False(Send(Urgency.Picture)));
        Assert.True(Send(Urgency.Sound));
        Assert.Equal(2, _sent.Count);
        Assert.Equal(1, Number(1) - Number(0));
        _now += 3_000_000;
        // Two packets in three seconds; twelve would be 40 kbit/s.
        Assert.InRange(_egress.Rate.BitsPerSecond(_now), 1, 10_000);
    }

    [Fact]
    public void Waiting_allocates_nothing()
    {
        var egress = new Egress((_, _, _) => true, _memory) { IsOpen = true, Ids = new ExtensionIds(4, 0, 0, 2, 3, 0) };
        Pace(egress, 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pace(egress, 4_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_track_that_overflows_goes_on_with_the_next_key_frame()
    {
        var bench = new ForwardingBench();
        bench.Egress.Tick(bench.Now);
        bench.Frame(0, key: true, packets: 256);
        for (var i = 0; i < 200; i++)
        {
            bench.Frame(0, packets: 2);
        }

        Assert.Null(bench.Receiver.Current);
        Drain(bench);
        var before = bench.Sent.Count;
        bench.Frame(0);
        Drain(bench);
        Assert.Equal(before, bench.Sent.Count);
        bench.Frame(0, key: true);
        Drain(bench);
        Assert.Equal(before + 1, bench.Sent.Count);
        Assert.True(ForwardingBench.Vp8(bench.Sent[^1]).IsKeyFrame);
    }

    private static void Drain(ForwardingBench bench)
    {
        for (var i = 0; i < 500; i++)
        {
            bench.Now += 10_000;
            bench.Egress.Tick(bench.Now);
        }
    }

    private static void Pace(Egress egress, long now)
    {
        Span<byte> payload = stackalloc byte[900];
        for (var i = 0; i < 400; i++)
        {
            egress.Tick(now);
            var writer = new RtpHeaderWriter(egress.Buffer, 96, false, (ushort)i, 0, 5);
            egress.AddExtensions(ref writer, "7"u8, now);
            egress.Send(writer.Finish(), payload, Urgency.Picture, now);
            now += 5_000;
        }
    }

    private static byte[] AbsSendTime(long micros)
    {
        var time = (uint)((((ulong)micros % 64_000_000) << 18) / 1_000_000);
        return [(byte)(time >> 16), (byte)(time >> 8), (byte)time];
    }

    private bool Send(Urgency urgency)
    {
        var writer = new RtpHeaderWriter(_egress.Buffer, 96, false, _sequence++, 0, 5);
        _egress.AddExtensions(ref writer, "7"u8, _now);
        return _egress.Send(writer.Finish(), new byte[900], urgency, _now);
    }

    private int Number(int index) => BinaryPrimitives.ReadUInt16BigEndian(
        ForwardingBench.Header(_sent[index].Packet).FindExtension(_sent[index].Packet, 3));

    private void Run(int milliseconds)
    {
        for (var end = _now + (milliseconds * 1000L); _now < end;)
        {
            _now += 10_000;
            _egress.Tick(_now);
        }
    }

    /// <summary>A receiver without feedback of single packets is not limited after two seconds.</summary>
    private void LearnNoLimit()
    {
        for (var end = _now + 3_000_000; _now < end; _now += 100_000)
        {
            _egress.Estimate.CountSent(_now);
            _egress.Estimate.Tick(_now);
        }
    }
}
