using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>What a receiver may expect of the numbers it sees, said as plainly as possible and with all knowledge of the source.</summary>
internal sealed class NaiveReceiver(RewritingWorld world)
{
    // How far back the forwarder still places a packet.
    private const int SequencesKept = 512;

    private readonly HashSet<(int Layer, int Frame)> _frames = [.. world.Sent.Select(sent => (sent.Source.Layer, sent.Source.Frame))];
    private readonly SortedDictionary<long, SentRecord> _bySequence = [];

    public int Switches { get; private set; }

    public int Gaps { get; private set; }

    public int LeftOut { get; private set; }

    public void Check()
    {
        Place();
        SentRecord? before = null;
        var at = 0L;
        foreach (var (number, now) in _bySequence)
        {
            if (before is not null)
            {
                CheckPair(before, now, number - at);
            }

            (before, at) = (now, number);
        }

        CheckTemporal();
    }

    private void Place()
    {
        var highest = 0x10000L + world.Sent[0].Header.Sequence;
        Assert.True(world.Sent[0].Source.Key, "the first packet is no key frame");
        foreach (var sent in world.Sent)
        {
            var number = SequenceNumbers.Unwrap(sent.Header.Sequence, highest);
            Assert.True(_bySequence.TryAdd(number, sent), $"number {number} was used twice");
            highest = Math.Max(highest, number);
        }

        Assert.Equal(world.Sent.Count, world.Sent.Select(sent => sent.Source).Distinct().Count());
    }

    private void CheckPair(SentRecord before, SentRecord now, long step)
    {
        var clock = (int)(now.Header.Timestamp - before.Header.Timestamp);
        var pictures = (now.Vp8.PictureId - before.Vp8.PictureId) & 0x7FFF;
        var bases = (byte)(now.Vp8.Tl0 - before.Vp8.Tl0);
        var keys = (now.Vp8.KeyIdx - before.Vp8.KeyIdx) & 0x1F;
        if (before.Source.Layer != now.Source.Layer || now.Source.Sequence < before.Source.Sequence)
        {
            Switches++;
            Assert.True(now.Source.Key, "a switch without a key frame");
            Assert.True(clock > 0, $"a switch took the clock {clock} on");
            // What was missing when we switched stays missing.
            var newest = Behind(before.Source).Where(packet => packet.Arrival < now.At).Select(packet => packet.Sequence).DefaultIfEmpty().Max();
            var lost = Behind(before.Source).Count(packet => packet.Sequence < newest && (packet.Arrival > now.At || IsLate(packet)));
            Assert.InRange(step, 1, 1 + lost);
            Assert.Equal((1, 1), (bases, keys));
            Assert.InRange(pictures, 1, 1 + step);
            return;
        }

        Assert.True(clock == (int)(now.Source.Timestamp - before.Source.Timestamp), "the clock ran differently");
        var between = Behind(before.Source).TakeWhile(packet => packet.Sequence < now.Source.Sequence).ToList();
        var missing = between.Count(packet => packet.Arrival > now.At || IsLate(packet));
        Gaps += step > 1 ? 1 : 0;
        Assert.True(step - 1 <= missing, $"{step - 1} numbers are missing, but only {missing} packets are");
        var frames = now.Source.Frame - before.Source.Frame;
        Assert.True(frames == 0 ? pictures == 0 : pictures >= 1 && pictures <= frames, $"{pictures} picture ids for {frames} frames");
        // A picture id is skipped only for a picture of which nothing has come.
        var skipped = between.Where(packet => packet.Frame != before.Source.Frame && packet.Frame != now.Source.Frame)
            .GroupBy(packet => packet.Frame).Count(frame => frame.Any(packet => packet.Arrival > now.At || IsLate(packet)));
        Assert.True(frames == 0 || pictures - 1 <= skipped, $"{pictures - 1} pictures are missing, but only {skipped} are");
        Assert.Equal((byte)(Base(now) - Base(before)), bases);
        Assert.Equal((now.Source.KeyCount - before.Source.KeyCount) & 0x1F, keys);
        LeftOut += between.Where(packet => packet.Temporal > 0 && packet.Starts && packet.Arrival < now.At).Count();
    }

    // Came after something that stands behind it, so its place had to be kept.
    private bool IsLate(SourcePacket packet) => Behind(packet).Any(later => later.Arrival < packet.Arrival);

    private IEnumerable<SourcePacket> Behind(SourcePacket packet)
    {
        var all = world.Sources[packet.Layer];
        return all.Skip(packet.Sequence - all[0].Sequence + 1).Take(SequencesKept);
    }

    private static int Base(SentRecord record)
    {
        var bytes = record.Source.Bytes;
        Assert.True(RtpHeader.TryRead(bytes, out var header));
        Assert.True(Vp8Descriptor.TryRead(bytes.AsSpan(header.PayloadOffset), out var vp8));
        return vp8.Tl0;
    }

    private void CheckTemporal()
    {
        foreach (var sent in world.Sent.Where(sent => sent.Source.Starts && sent.Source.Temporal > 0 && !IsLate(sent.Source)))
        {
            var frame = sent.Source.Frame;
            Assert.True(sent.Allowed >= sent.Source.Temporal, $"frame {frame} of temporal layer {sent.Source.Temporal} was not asked for");
            // Between two base pictures, what cannot be joined refers to the two before it.
            Assert.True(sent.Source.Sync || (Was(sent, frame - 1) && Was(sent, frame - 2)), $"frame {frame} refers to what was not sent");
        }
    }

    private bool Was(SentRecord sent, int frame) => _frames.Contains((sent.Source.Layer, frame))
        || world.Sources[sent.Source.Layer].Exists(packet => packet.Frame == frame && (packet.Arrival == int.MaxValue || IsLate(packet)));
}
