using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Bandwidth;

public sealed class ArrivalLogTests
{
    [Fact]
    public void Nothing_is_reported_before_the_first_packet() => Assert.Empty(ReadAll(new ArrivalLog()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Every_arrival_is_reported_once_with_its_time(uint seed)
    {
        // Starts above 32,768 and wraps; losses, jitter, overtaking and pauses longer than one byte of delta.
        var dice = new Dice(seed);
        var log = new ArrivalLog();
        var sent = new Dictionary<ushort, long>();
        var reported = new Dictionary<ushort, long>();
        var now = 5_000_000L;
        var order = Enumerable.Range(0, 3000).Select(i => (ushort)(64_000 + i)).ToArray();
        for (var i = 0; i + 3 < order.Length; i++)
        {
            if (dice.Chance(5))
            {
                var other = i + 1 + dice.Below(3);
                (order[i], order[other]) = (order[other], order[i]);
            }
        }

        for (var i = 0; i < order.Length; i++)
        {
            now += dice.Chance(1) ? 100_000 : dice.Below(2000);
            if (!dice.Chance(10))
            {
                sent[order[i]] = now;
                log.Record(order[i], now);
            }

            if (i % 40 == 0)
            {
                Collect(log, reported);
            }
        }

        Collect(log, reported);
        Assert.Equal(sent.Keys.Order(), reported.Keys.Order());
        foreach (var (sequence, time) in sent)
        {
            // Rounded down to 250 us.
            Assert.InRange(reported[sequence], time - 250, time);
        }
    }

    [Fact]
    public void A_hole_of_thousands_is_skipped()
    {
        var log = new ArrivalLog();
        log.Record(10, 1_000_000);
        log.Record(20_000, 1_100_000);
        var read = ReadAll(log);
        Assert.Contains(read, one => one.Sequence == 20_000 && one.Received);
        Assert.True(read.Count < 1000, $"{read.Count} statuses for two packets");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Holes_of_any_size_are_neither_arrivals_nor_lose_one(uint seed)
    {
        // Round the window and the sequence numbers many times; what stood in a slot a round ago must not be seen again.
        var dice = new Dice(seed);
        var log = new ArrivalLog();
        ushort sequence = 60_000;
        for (var packet = 0; packet < 2000; packet++)
        {
            sequence += (ushort)(1 + dice.Below(dice.Chance(50) ? 4 : 12_000));
            log.Record(sequence, 1_000_000 + (packet * 1000L));
            Assert.Equal([sequence], ReadAll(log).Where(one => one.Received).Select(one => one.Sequence));
        }
    }

    [Fact]
    public void A_log_that_forgot_writes_what_a_new_one_writes()
    {
        var used = new ArrivalLog();
        for (ushort i = 0; i < 300; i++)
        {
            used.Record((ushort)(i * 50), 1_000_000 + (i * 1000L));
        }

        _ = ReadAll(used);
        used.Forget();
        Assert.Equal(Written(new ArrivalLog()), Written(used));
    }

    [Fact]
    public void Messages_are_numbered_and_fit_a_datagram()
    {
        var log = new ArrivalLog();
        for (ushort i = 0; i < 2000; i++)
        {
            // Alternating large deltas make the longest messages.
            log.Record(i, 1_000_000 + (i * 70_000L));
        }

        var buffer = new byte[1500];
        for (byte count = 0; log.TryWrite(1, 2, buffer, out var length); count++)
        {
            Assert.InRange(length, 20, 1200);
            Assert.Equal(0, length % 4);
            Assert.Equal(count, buffer[19]);
        }
    }

    [Fact]
    public void The_sender_learns_what_was_lost_from_its_receiver()
    {
        var sent = new SendLog();
        var log = new ArrivalLog();
        for (ushort i = 0; i < 100; i++)
        {
            sent.Add(i, 500, 1000 + i);
            if (i % 4 != 3)
            {
                log.Record(i, 2_000_000 + (i * 1000));
            }
        }

        // The last packet has arrived, so that the loss before it is visible.
        sent.Add(100, 500, 2000);
        log.Record(100, 2_200_000);
        var buffer = new byte[1500];
        while (log.TryWrite(1, 2, buffer, out var length))
        {
            sent.Receive(buffer.AsSpan(4, length - 4), new DownlinkEstimate(), 2_300_000);
        }

        Assert.Equal(25 / 101.0, sent.TakeLoss()!.Value, 3);
        Assert.Null(sent.TakeLoss());
    }

    private static List<string> Written(ArrivalLog log)
    {
        ushort[] sequences = [100, 103, 101, 4000, 9000, 9001];
        for (var i = 0; i < sequences.Length; i++)
        {
            log.Record(sequences[i], 2_000_000 + (i * 1000L));
        }

        var messages = new List<string>();
        var buffer = new byte[1500];
        while (log.TryWrite(1, 2, buffer, out var length))
        {
            messages.Add(Convert.ToHexString(buffer, 0, length));
        }

        return messages;
    }

    private static void Collect(ArrivalLog log, Dictionary<ushort, long> reported)
    {
        foreach (var (sequence, received, time) in ReadAll(log))
        {
            if (received)
            {
                reported[sequence] = time;
            }
        }
    }

    private static List<(ushort Sequence, bool Received, long Time)> ReadAll(ArrivalLog log)
    {
        var all = new List<(ushort, bool, long)>();
        var buffer = new byte[1500];
        while (log.TryWrite(1, 2, buffer, out var length))
        {
            var reader = new RtcpReader(buffer.AsSpan(0, length));
            Assert.True(reader.MoveNext());
            Assert.True(TransportFeedbackReader.TryOpen(reader.Body, out var feedback));
            while (feedback.MoveNext())
            {
                all.Add((feedback.Sequence, feedback.Received, feedback.ArrivalMicros));
            }
        }

        return all;
    }
}
