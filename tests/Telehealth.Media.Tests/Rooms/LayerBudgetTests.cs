using Telehealth.Media.Forwarding;
using Telehealth.Media.Rtp;

namespace Telehealth.Media;

public sealed class LayerBudgetTests
{
    private readonly List<SubscribeLine> _lines = [];
    private readonly Egress _egress = new((_, _, _) => true) { IsOpen = true, Ids = new ExtensionIds(4, 0, 0, 2, 3, 0) };
    private long _now = 1_000_000;
    private ushort _sequence;
    private int _picture;

    [Fact]
    public void Enough_gives_everybody_what_their_tiles_can_use()
    {
        Add(isAudio: true);
        var (large, small) = (Add(), Add());
        small.SetTile(true, 320, 180, 0, _now);
        Spend(5_000_000);
        Assert.Equal((2, 2), (large.MaxLayer, small.MaxLayer));
        Assert.False(large.Pause.IsPaused || small.Pause.IsPaused);
    }

    [Fact]
    public void Everybodys_lowest_layer_comes_before_anybodys_higher_one()
    {
        Add(isAudio: true);
        var tracks = Enumerable.Range(0, 3).Select(_ => Add()).ToList();
        // Sound 51, three times 126; one step up is 347 more.
        Spend(800_000);
        Assert.Equal([0, 0, 0], tracks.Select(track => track.MaxLayer));
        Spend(900_000);
        Assert.Equal([1, 0, 0], tracks.Select(track => track.MaxLayer));
    }

    [Fact]
    public void The_tile_in_focus_is_served_before_the_others()
    {
        Add(isAudio: true);
        var (first, focus, last) = (Add(), Add(), Add());
        focus.SetTile(true, 1280, 720, 1, _now);
        Spend(850_000);
        Assert.Equal(1, focus.MaxLayer);
        Assert.Equal((0, 0), (first.MaxLayer, last.MaxLayer));
        Spend(200_000);
        Spend(200_000);
        Assert.Equal((true, false, true), (first.Pause.IsPaused, focus.Pause.IsPaused, last.Pause.IsPaused));
    }

    [Fact]
    public void A_shared_screen_is_served_before_the_faces()
    {
        Add(isAudio: true);
        var (first, screen) = (Add(), Add(source: TrackSource.Screen));
        Spend(200_000);
        Spend(200_000);
        Assert.Equal((true, false), (first.Pause.IsPaused, screen.Pause.IsPaused));
    }

    [Fact]
    public void A_picture_that_does_not_fit_stops_and_returns_with_a_reserve()
    {
        Add(isAudio: true);
        var track = Add();
        Spend(300_000);
        Assert.False(track.Pause.IsPaused);
        Spend(60_000);
        Assert.True(track.Pause.IsPaused);
        // Just enough is not enough to come back: it would stop again at once.
        Spend(185_000);
        Assert.True(track.Pause.IsPaused);
        Spend(260_000);
        Assert.False(track.Pause.IsPaused);
        Spend(185_000);
        Assert.False(track.Pause.IsPaused);
    }

    [Fact]
    public void A_link_whose_limit_was_just_found_keeps_its_picture_while_the_estimate_climbs_back()
    {
        Add(isAudio: true);
        var track = Add();
        Spend(300_000);
        Spend(155_000, rounds: 20);
        Assert.False(track.Pause.IsPaused);
        Spend(135_000, rounds: 6);
        Assert.True(track.Pause.IsPaused);
    }

    [Fact]
    public void A_picture_that_fits_with_little_to_spare_is_tried_after_a_while_and_more_rarely_when_it_did_not_fit()
    {
        Add(isAudio: true);
        var track = Add();
        Spend(60_000, rounds: 5);
        Spend(190_000, rounds: 15);
        Assert.True(track.Pause.IsPaused);
        Spend(190_000, rounds: 15);
        Assert.False(track.Pause.IsPaused);
        Spend(60_000, rounds: 5);
        Spend(190_000, rounds: 30);
        Assert.True(track.Pause.IsPaused);
        Spend(190_000, rounds: 25);
        Assert.False(track.Pause.IsPaused);
    }

    [Fact]
    public void An_estimate_that_swings_changes_nothing()
    {
        Add(isAudio: true);
        var track = Add();
        Spend(700_000);
        Assert.Equal(1, track.MaxLayer);
        for (var i = 0; i < 40; i++)
        {
            Spend(i % 2 == 0 ? 540_000 : 640_000, rounds: 1);
            Assert.Equal(1, track.MaxLayer);
        }

        Spend(150_000, rounds: 1);
        Assert.False(track.Pause.IsPaused);
        Spend(300_000, rounds: 1);
        Assert.False(track.Pause.IsPaused);
    }

    [Fact]
    public void Hidden_and_muted_pictures_cost_nothing()
    {
        var (hidden, muted, shown) = (Add(), Add(), Add());
        hidden.SetTile(false, 0, 0, 0, _now);
        muted.Source.SetMuted(true);
        Spend(700_000);
        Assert.Equal(1, shown.MaxLayer);
        Assert.InRange(LayerBudget.Wanted(_lines, 0, _now), 1_400_000, 1_700_000);
    }

    [Fact]
    public void Of_a_stream_with_layers_within_it_a_narrow_link_gets_the_lower_one()
    {
        var track = AddLayered();
        // The lower layer has 80 kbit/s, the upper one, which does without it between key frames, 800.
        SpendLayered(track, 400_000);
        Assert.Equal((false, 0, int.MaxValue), (track.Pause.IsPaused, track.MaxLayer, track.MaxTemporal));
        SpendLayered(track, 1_200_000);
        Assert.Equal(1, track.MaxLayer);
        SpendLayered(track, 50_000);
        Assert.True(track.MaxLayer == 0 && (track.Pause.IsPaused || track.MaxTemporal == 0), "more than the link carries is sent");
    }

    private DownTrack AddLayered()
    {
        var sent = new UpTrack(new TrackId("svc"), new SeatId("s"), TrackSource.Camera, "svc", false, [], VideoCodec.Av1);
        sent.Layers[0].DependenciesId = 7;
        sent.Layers[0].Bind(100);
        var line = new SubscribeLine("svc", false) { Track = new DownTrack(sent, _egress, [48], 1, 2, 0) };
        line.Track.Accept(96, 97);
        line.Track.SetTile(true, 1280, 720, 0, _now);
        _lines.Add(line);
        return line.Track;
    }

    /// <summary>Ten seconds of ten pictures a second, a key frame in each, and a share of the link for each picture.</summary>
    private void SpendLayered(DownTrack track, long bitsPerSecond)
    {
        for (var i = 0; i < 100; i++)
        {
            var isKey = i == 0;
            var lower = isKey
                ? TestDependencies.L2T2Key.WithStructure(0, _picture, sizes: [(640, 360), (1280, 720)])
                : TestDependencies.Plain(1, _picture);
            Receive(track.Source.Layers[0], lower, 1_000 - 40);
            // One tenth of a second of 800 kbit/s, in packets that the wire takes.
            for (var part = 0; part < 10; part++)
            {
                var upper = TestDependencies.Plain(isKey ? 3 : 4, _picture, starts: part == 0, ends: part == 9);
                Receive(track.Source.Layers[0], upper, 1_000 - 40, isLast: part == 9);
            }

            _now += 100_000;
            LayerBudget.Spend(_lines, bitsPerSecond, _now);
            track.ChooseLayer(_now);
        }
    }

    private void Receive(UpLayer layer, byte[] descriptor, int length, bool isLast = true)
    {
        byte[] block = [7, (byte)descriptor.Length, .. descriptor];
        Array.Resize(ref block, (block.Length + 3) / 4 * 4);
        var bare = TestPackets.Rtp(45, _sequence++, (uint)(_now * 9 / 100), 100, [], isLast);
        byte[] packet = [0x90, .. bare.AsSpan(1), 0x10, 0, 0, (byte)(block.Length / 4), .. block, 0x10, .. new byte[length]];
        Assert.True(RtpHeader.TryRead(packet, out var header));
        layer.Receive(packet, header, 127, _now, _now, repeated: false);
        _picture += isLast ? 1 : 0;
    }

    private DownTrack Add(bool isAudio = false, TrackSource source = TrackSource.Camera)
    {
        var id = _lines.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] rids = isAudio || source == TrackSource.Screen ? [] : ["q", "h", "f"];
        var sent = new UpTrack(new TrackId(id), new SeatId("s" + id), isAudio ? TrackSource.Microphone : source, id, isAudio, rids);
        var line = new SubscribeLine(id, isAudio) { Track = new DownTrack(sent, _egress, [48], 1, 2, 0) };
        line.Track.Accept(96, 97);
        line.Track.SetTile(true, 1280, 720, 0, _now);
        _lines.Add(line);
        return line.Track;
    }

    private void Spend(long bitsPerSecond, int rounds = 10)
    {
        // The meters need a while to know what the sources send.
        for (var round = _now < 2_000_000 ? -40 : 0; round < rounds; round++)
        {
            // What the sources send in a fifth of a second: sound 32 kbit/s, layers of 120, 450 and 1,500.
            foreach (var source in _lines.Select(line => line.Track!.Source))
            {
                for (var i = 0; i < source.Layers.Count; i++)
                {
                    var bytes = source.IsAudio ? 800 : i == 0 ? 3_000 : i == 1 ? 11_250 : 37_500;
                    source.Layers[i].Rate.Add(bytes, _now);
                }
            }

            _now += 200_000;
            if (round >= 0)
            {
                var sound = _lines.Count(line => line.IsAudio) * 51_200;
                LayerBudget.Spend(_lines, bitsPerSecond - sound, _now);
            }
        }
    }
}
