using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>A receiver that comes late gets its first picture from the cache.</summary>
public sealed class ReplayTests
{
    private const int MillisecondTicks = 90;

    [Fact]
    public void A_late_receiver_gets_the_last_key_frame_and_what_came_since_and_goes_on_without_a_gap()
    {
        var bench = Late();
        Show(bench, 60, packets: 3);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Equal(60 * 3, bench.Sent.Count);
        Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now), "a key frame was asked for");
        Show(bench, 10, packets: 3, key: false);
        Assert.Equal(70 * 3, bench.Sent.Count);
        Assert.True(ForwardingBench.Vp8(bench.Sent[0]).IsKeyFrame);
        AssertUnbroken(bench.Sent);
    }

    [Fact]
    public void The_past_is_shown_in_a_moment_and_the_present_at_its_own_pace()
    {
        var bench = Late();
        Show(bench, 60);
        bench.Receiver.ChooseLayer(bench.Now);
        Show(bench, 2, key: false);
        var times = bench.Sent.ConvertAll(packet => ForwardingBench.Header(packet).Timestamp);
        Assert.Equal(59u * MillisecondTicks, times[59] - times[0]);
        Assert.Equal(3000u, times[60] - times[59]);
        Assert.Equal(3000u, times[61] - times[60]);
    }

    [Fact]
    public void A_frame_that_is_still_arriving_is_finished_live()
    {
        var bench = Late();
        Show(bench, 5, packets: 4);
        bench.Frame(0, packets: 4, skip: 3);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Equal(23, bench.Sent.Count);
        bench.Receive(bench.Track.Layers[0], bench.Skipped);
        Assert.Equal(24, bench.Sent.Count);
        var (before, last) = (ForwardingBench.Header(bench.Sent[22]), ForwardingBench.Header(bench.Sent[23]));
        Assert.Equal(((ushort)(before.Sequence + 1), before.Timestamp, true), (last.Sequence, last.Timestamp, last.Marker));
    }

    [Fact]
    public void A_return_after_a_moment_never_turns_time_back()
    {
        var bench = new ForwardingBench();
        Show(bench, 40);
        for (var i = 0; i < 5; i++)
        {
            bench.Receiver.Resume();
            bench.Receiver.ChooseLayer(bench.Now);
            Show(bench, 1, key: false);
        }

        AssertUnbroken(bench.Sent);
    }

    [Fact]
    public void What_was_replayed_is_repeated_on_request_under_the_same_numbers()
    {
        var bench = Late();
        Show(bench, 30, packets: 2);
        bench.Receiver.ChooseLayer(bench.Now);
        var wanted = ForwardingBench.Header(bench.Sent[7]);
        bench.Receiver.Repeat(wanted.Sequence, bench.Now);
        var repeat = bench.Sent[^1];
        Assert.True(RtxPacket.TryRestore(repeat, ForwardingBench.Header(repeat), ForwardingBench.MediaType, ForwardingBench.Ssrc, out var restored));
        var bytes = restored.ToArray();
        var header = ForwardingBench.Header(bytes);
        Assert.Equal((wanted.Sequence, wanted.Timestamp), (header.Sequence, header.Timestamp));
        Assert.Equal(bench.Sent[7][wanted.PayloadOffset..], bytes[header.PayloadOffset..]);
    }

    [Fact]
    public void A_gap_since_the_key_frame_means_a_new_one_is_asked_for()
    {
        var bench = Late();
        Show(bench, 5);
        bench.Frame(0, packets: 2, skip: 0);
        Show(bench, 5, key: false);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Empty(bench.Sent);
        Assert.True(bench.Track.Layers[0].TakePictureLoss(bench.Now));
        bench.Receive(bench.Track.Layers[0], bench.Skipped, repeated: true);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Equal(12, bench.Sent.Count);
        AssertUnbroken(bench.Sent);
    }

    [Fact]
    public void A_receiver_that_has_what_it_wants_asks_for_nothing()
    {
        var bench = Late();
        Show(bench, 5);
        for (var i = 0; i < 100; i++)
        {
            bench.Receiver.ChooseLayer(bench.Now);
            Show(bench, 1, key: false);
            Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now), $"a key frame was asked for at frame {i}");
        }
    }

    [Fact]
    public void More_than_the_link_takes_at_once_is_not_replayed()
    {
        var bench = Late();
        Show(bench, 100, packets: 8);
        bench.Egress.Tick(bench.Now);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Empty(bench.Sent);
        Assert.True(bench.Track.Layers[0].TakePictureLoss(bench.Now));
    }

    [Fact]
    public void A_lower_layer_will_do_when_the_wanted_one_has_no_key_frame()
    {
        var bench = Late("q", "h", "f");
        bench.Frame(0, key: true);
        for (var i = 0; i < 10; i++)
        {
            bench.Frame(0);
            bench.Frame(1);
            bench.Frame(2);
            bench.Now += 33_000;
        }

        bench.Egress.IsOpen = true;
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Equal(11, bench.Sent.Count);
        Assert.Equal(0, bench.Receiver.Current!.Index);
        Assert.True(bench.Track.Layers[2].TakePictureLoss(bench.Now));
        Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now));
        bench.Frame(2, key: true);
        Assert.Equal(2, bench.Receiver.Current!.Index);
        AssertUnbroken(bench.Sent);
    }

    [Fact]
    public void What_was_said_while_muted_or_before_is_never_shown()
    {
        var bench = Late();
        Show(bench, 10);
        bench.Track.SetMuted(true);
        Show(bench, 10);
        bench.Track.SetMuted(false);
        Show(bench, 10, key: false);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Empty(bench.Sent);
        Assert.True(bench.Track.Layers[0].TakePictureLoss(bench.Now));
    }

    [Fact]
    public void A_camera_that_fell_silent_is_not_shown_to_whoever_comes_later()
    {
        var bench = Late();
        Show(bench, 10);
        bench.Now += 60_000_000;
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Empty(bench.Sent);
    }

    [Fact]
    public void What_a_camera_showed_before_a_silence_is_not_shown_after_it_either()
    {
        var bench = Late();
        Show(bench, 10);
        bench.Now += 60_000_000;
        Show(bench, 10, key: false);
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Empty(bench.Sent);
        Assert.True(bench.Track.Layers[0].TakePictureLoss(bench.Now));
        Show(bench, 10);
        Assert.Equal(10, bench.Sent.Count);
    }

    [Fact]
    public void A_screen_that_stands_still_is_shown_however_late_somebody_comes()
    {
        var bench = Late(TrackSource.Screen);
        Show(bench, 10);
        bench.Now += 60_000_000;
        bench.Receiver.ChooseLayer(bench.Now);
        Assert.Equal(10, bench.Sent.Count);
        Assert.False(bench.Track.Layers[0].TakePictureLoss(bench.Now), "a key frame was asked for");
    }

    private static ForwardingBench Late(params string[] rids) => Late(TrackSource.Camera, rids);

    /// <summary>A receiver whose connection opens later.</summary>
    private static ForwardingBench Late(TrackSource source, params string[] rids)
    {
        var bench = new ForwardingBench(VideoCodec.Vp8, false, source, rids);
        bench.Receiver.SetTile(false, 1280, 720, 0, bench.Now);
        bench.Receiver.SetTile(true, 1280, 720, 0, bench.Now);
        bench.Egress.IsOpen = false;
        return bench;
    }

    private static void Show(ForwardingBench bench, int frames, int packets = 1, bool key = true)
    {
        for (var i = 0; i < frames; i++)
        {
            bench.Frame(0, key && i == 0, packets);
            bench.Now += 33_000;
        }

        bench.Egress.IsOpen = true;
    }

    private static void AssertUnbroken(List<byte[]> sent)
    {
        for (var i = 1; i < sent.Count; i++)
        {
            var (before, now) = (ForwardingBench.Header(sent[i - 1]), ForwardingBench.Header(sent[i]));
            var (last, vp8) = (ForwardingBench.Vp8(sent[i - 1]), ForwardingBench.Vp8(sent[i]));
            Assert.Equal((ushort)(before.Sequence + 1), now.Sequence);
            var newPicture = vp8.PictureId != last.PictureId;
            Assert.Equal(newPicture, vp8.StartsFrame);
            Assert.True(newPicture ? vp8.PictureId == ((last.PictureId + 1) & 0x7FFF) : now.Timestamp == before.Timestamp, $"picture {i}");
            Assert.True(!newPicture || (int)(now.Timestamp - before.Timestamp) > 0, $"time stood still or ran back at packet {i}");
        }
    }
}
