using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

public sealed class DownTrackTests
{
    [Fact]
    public void A_receiver_gets_its_own_numbers_and_extensions()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true, packets: 3);
        Assert.Equal(3, bench.Sent.Count);
        var header = ForwardingBench.Header(bench.Sent[2]);
        Assert.Equal((ForwardingBench.MediaType, ForwardingBench.Ssrc, 0x1002), (header.PayloadType, header.Ssrc, header.Sequence));
        Assert.True(header.Marker);
        Assert.Equal("7"u8.ToArray(), header.FindExtension(bench.Sent[2], 4).ToArray());
        Assert.Equal([0, 2], header.FindExtension(bench.Sent[2], 3).ToArray());
        Assert.Equal(3, header.FindExtension(bench.Sent[2], 2).Length);
    }

    [Fact]
    public void Video_begins_with_a_key_frame()
    {
        var bench = new ForwardingBench();
        bench.Frame(0);
        bench.Frame(0, key: true);
        bench.Frame(0);
        Assert.Equal(2, bench.Sent.Count);
        Assert.True(ForwardingBench.Vp8(bench.Sent[0]).IsKeyFrame);
    }

    [Fact]
    public void Layers_change_at_a_key_frame_without_a_seam()
    {
        var bench = new ForwardingBench(false, "q", "h", "f");
        Run(bench, 10, 0, 1, 2);
        Assert.Equal(2, bench.Receiver.Current!.Index);

        bench.Receiver.SetTile(true, 320, 180, 0, bench.Now);
        bench.Receiver.ChooseLayer(bench.Now);
        Run(bench, 5, 1, 2);
        Assert.Equal(2, bench.Receiver.Current!.Index);
        bench.Frame(0, key: true);
        Run(bench, 5, 0, 1, 2);
        Assert.Equal(0, bench.Receiver.Current!.Index);
        AssertSeamless(bench);
    }

    [Fact]
    public void A_layer_that_falls_silent_is_replaced_and_taken_up_again()
    {
        var bench = new ForwardingBench(false, "q", "h", "f");
        Run(bench, 10, 0, 1, 2);
        Run(bench, 40, 0, 1);
        Assert.Equal(1, bench.Receiver.Current!.Index);
        // It must have lasted two seconds first.
        Run(bench, 50, 0, 1, 2);
        Assert.Equal(1, bench.Receiver.Current!.Index);
        Run(bench, 20, 0, 1, 2);
        Assert.Equal(2, bench.Receiver.Current!.Index);
        AssertSeamless(bench);
    }

    [Fact]
    public void A_layer_that_is_right_is_asked_for_no_key_frame()
    {
        var bench = new ForwardingBench(false, "q", "h", "f");
        Run(bench, 10, 0, 1, 2);
        for (var i = 0; i < 100; i++)
        {
            bench.Now += 33_000;
            bench.Receiver.ChooseLayer(bench.Now);
            bench.Frame(2);
            Assert.False(bench.Track.Layers[2].TakePictureLoss(bench.Now), $"asked at frame {i}");
        }
    }

    [Fact]
    public void A_poor_link_gets_the_layer_it_carries()
    {
        var bench = new ForwardingBench(false, "q", "h", "f");
        bench.Receiver.MaxLayer = 1;
        Run(bench, 10, 0, 1, 2);
        Assert.Equal(1, bench.Receiver.Current!.Index);
    }

    [Fact]
    public void A_hidden_tile_gets_nothing_and_resumes_with_the_last_key_frame()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true);
        bench.Receiver.SetTile(false, 640, 360, 0, bench.Now);
        bench.Frame(0);
        bench.Frame(0, key: true);
        Assert.Single(bench.Sent);
        bench.Receiver.SetTile(true, 640, 360, 0, bench.Now);
        bench.Frame(0);
        Assert.Single(bench.Sent);
        bench.Now += 200_000;
        bench.Receiver.ChooseLayer(bench.Now);
        bench.Frame(0);
        Assert.Equal(4, bench.Sent.Count);
        Assert.True(ForwardingBench.Vp8(bench.Sent[1]).IsKeyFrame);
        Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now));
        AssertSeamless(bench);
    }

    [Fact]
    public void A_muted_track_is_not_forwarded()
    {
        var bench = new ForwardingBench(isAudio: true);
        Sound(bench, 10, 1000);
        bench.Track.SetMuted(true);
        Sound(bench, 11, 1960);
        Assert.Single(bench.Sent);
        bench.Track.SetMuted(false);
        Sound(bench, 90, 1000 + (80 * 960));
        Assert.Equal(2, bench.Sent.Count);
        var (before, after) = (ForwardingBench.Header(bench.Sent[0]), ForwardingBench.Header(bench.Sent[1]));
        Assert.Equal(before.Sequence + 1, after.Sequence);
        Assert.Equal(before.Timestamp + (80 * 960), after.Timestamp);
    }

    [Fact]
    public void Padding_closes_up_and_is_not_forwarded()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true);
        var padding = TestPackets.Rtp(96, 65_001, 0, 100, [0, 0, 0, 4]);
        padding[0] |= 0x20;
        bench.Receive(bench.Track.Layers[0], padding);
        var next = TestPackets.Rtp(96, 65_002, 3000, 100, TestPackets.Vp8(1, 1, 1, key: false));
        bench.Receive(bench.Track.Layers[0], next);
        Assert.Equal([0x1000, 0x1001], bench.Sent.Select(packet => (int)ForwardingBench.Header(packet).Sequence));
    }

    [Fact]
    public void A_lost_packet_is_repeated_on_the_retransmission_stream_once_per_round_trip()
    {
        var bench = new ForwardingBench();
        bench.Egress.RoundTripMicros = 50_000;
        bench.Frame(0, key: true, packets: 4);
        bench.Receiver.Repeat(0x1002, bench.Now);
        bench.Receiver.Repeat(0x1002, bench.Now + 49_000);
        Assert.Equal(5, bench.Sent.Count);
        bench.Receiver.Repeat(0x1002, bench.Now + 50_000);
        Assert.Equal(6, bench.Sent.Count);

        var (original, repeat) = (bench.Sent[2], bench.Sent[4]);
        var header = ForwardingBench.Header(repeat);
        Assert.Equal((ForwardingBench.RtxType, ForwardingBench.RtxSsrc), (header.PayloadType, header.Ssrc));
        Assert.True(RtxPacket.TryRestore(repeat, header, ForwardingBench.MediaType, ForwardingBench.Ssrc, out var restored));
        var restoredBytes = restored.ToArray();
        var (was, now) = (ForwardingBench.Header(original), ForwardingBench.Header(restoredBytes));
        Assert.Equal((was.Sequence, was.Timestamp, was.Marker), (now.Sequence, now.Timestamp, now.Marker));
        Assert.Equal(original[was.PayloadOffset..], restoredBytes[now.PayloadOffset..]);
    }

    [Fact]
    public void What_was_never_sent_is_not_repeated()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true, packets: 4);
        bench.Receiver.Repeat(0x0FFF, bench.Now);
        bench.Receiver.Repeat(0x1004, bench.Now);
        Assert.Equal(4, bench.Sent.Count);
    }

    [Fact]
    public void A_receiver_that_asks_for_everything_is_held_back()
    {
        var bench = new ForwardingBench();
        bench.Egress.RoundTripMicros = 1;
        bench.Frame(0, key: true, packets: 10);
        for (var i = 0; i < 10_000; i++)
        {
            bench.Receiver.Repeat((ushort)(0x1000 + (i % 10)), bench.Now + i);
        }

        Assert.InRange(bench.Sent.Count, 10, 100);
    }

    [Fact]
    public void A_packet_recovered_from_the_publisher_fills_its_gap()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true, packets: 5, skip: 2);
        Assert.Equal([0x1000, 0x1001, 0x1003, 0x1004], bench.Sent.Select(packet => (int)ForwardingBench.Header(packet).Sequence));
        bench.Receive(bench.Track.Layers[0], bench.Skipped, repeated: true);
        Assert.Equal(0x1002, ForwardingBench.Header(bench.Sent[4]).Sequence);
        bench.Receive(bench.Track.Layers[0], bench.Skipped, repeated: true);
        Assert.Equal(5, bench.Sent.Count);
    }

    [Fact]
    public void Key_frames_are_asked_for_at_most_twice_a_second_and_again_until_one_comes()
    {
        var bench = new ForwardingBench();
        bench.Frame(0);
        var asked = new List<long>();
        for (var end = bench.Now + 2_500_000; bench.Now < end; bench.Now += 10_000)
        {
            bench.Receiver.ChooseLayer(bench.Now);
            bench.Frame(0);
            if (bench.Track.Layers[0].TakePictureLoss(bench.Now))
            {
                asked.Add(bench.Now);
            }
        }

        Assert.Equal(3, asked.Count);
        Assert.Equal(1_000_000, asked[1] - asked[0]);
        bench.Frame(0, key: true);
        Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now + 1_000_000));
    }

    [Fact]
    public void A_receiver_that_has_what_it_wants_asks_for_nothing()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true);
        for (var i = 0; i < 100; i++)
        {
            bench.Now += 33_000;
            bench.Receiver.ChooseLayer(bench.Now);
            bench.Frame(0);
            Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now), $"a key frame was asked for at frame {i}");
        }
    }

    [Fact]
    public void A_still_screen_is_asked_for_its_picture_and_a_muted_camera_is_not()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true);
        bench.Receiver.Resume();
        bench.Now += 60_000_000;
        bench.Track.SetMuted(true);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now));
        bench.Track.SetMuted(false);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.True(bench.Track.Layers[0].TakePictureLoss(bench.Now));
    }

    [Fact]
    public void A_sender_report_maps_the_publishers_clock_to_the_receivers()
    {
        var bench = new ForwardingBench();
        bench.Frame(0, key: true);
        var layer = bench.Track.Layers[0];
        var buffer = new byte[500];
        var writer = new RtcpWriter(buffer);
        Assert.False(bench.Receiver.TryReport(ref writer, "c"u8, bench.Now, out _));
        layer.Receive(new SenderReport(100, 50ul << 32, 9000), bench.Now);
        Assert.True(bench.Receiver.ReportDue);
        Assert.True(bench.Receiver.TryReport(ref writer, "c"u8, bench.Now + 500_000, out var middle));
        Assert.False(bench.Receiver.ReportDue);

        var reader = new RtcpReader(buffer.AsSpan(0, writer.Length));
        Assert.True(reader.MoveNext());
        Assert.True(SenderReport.TryRead(reader.Body, out var report));
        Assert.Equal((ForwardingBench.Ssrc, 9000u + 45_000), (report.Ssrc, report.RtpTimestamp));
        Assert.InRange(report.Ntp, (50ul << 32) + 0x7FFFFF00, (50ul << 32) + 0x80000100);
        Assert.Equal((uint)(report.Ntp >> 16), middle);
    }

    [Fact]
    public void Forwarding_and_repeating_allocate_nothing()
    {
        var bench = new ForwardingBench(false, "q", "h", "f");
        Run(bench, 10, 0, 1, 2);
        bench.Keep = false;
        var packets = Enumerable.Range(0, 1000)
            .Select(i => TestPackets.Rtp(96, (ushort)(30_000 + i), 500_000, 102, TestPackets.Vp8((ushort)i, 0, 0, i % 100 == 0)))
            .ToArray();
        Pump(bench, packets, 0, 200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump(bench, packets, 200, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(bench.Receiver.PacketsSent > 700, "the packets were not forwarded");
    }

    private static void Pump(ForwardingBench bench, byte[][] packets, int from, int to)
    {
        var layer = bench.Track.Layers[2];
        for (var i = from; i < to; i++)
        {
            RtpHeader.TryRead(packets[i], out var header);
            layer.Receive(packets[i], header, 127, bench.Now, bench.Now, repeated: false);
            bench.Receiver.Repeat((ushort)(i - 1), bench.Now);
            bench.Receiver.ChooseLayer(bench.Now);
            bench.Now += 1000;
        }
    }

    /// <summary>Frames of some layers every 33 ms; the publisher answers key frame requests.</summary>
    private static void Run(ForwardingBench bench, int frames, params int[] layers)
    {
        for (var i = 0; i < frames; i++)
        {
            bench.Now += 33_000;
            bench.Receiver.ChooseLayer(bench.Now);
            foreach (var layer in layers)
            {
                bench.Frame(layer, bench.Track.Layers[layer].TakePictureLoss(bench.Now), packets: 2);
            }
        }
    }

    private static void AssertSeamless(ForwardingBench bench)
    {
        for (var i = 1; i < bench.Sent.Count; i++)
        {
            var (before, now) = (ForwardingBench.Header(bench.Sent[i - 1]), ForwardingBench.Header(bench.Sent[i]));
            var (last, vp8) = (ForwardingBench.Vp8(bench.Sent[i - 1]), ForwardingBench.Vp8(bench.Sent[i]));
            Assert.Equal((ushort)(before.Sequence + 1), now.Sequence);
            var newPicture = vp8.PictureId != last.PictureId;
            Assert.True(newPicture ? vp8.PictureId == ((last.PictureId + 1) & 0x7FFF) : now.Timestamp == before.Timestamp);
            Assert.True(!newPicture || (int)(now.Timestamp - before.Timestamp) > 0, $"time stood still at packet {i}");
        }
    }

    private static void Sound(ForwardingBench bench, ushort sequence, uint timestamp)
    {
        var packet = TestPackets.Rtp(111, sequence, timestamp, 100, [1, 2, 3]);
        bench.Track.Layers[0].Bind(100);
        bench.Receive(bench.Track.Layers[0], packet);
        bench.Now += 20_000;
    }
}
