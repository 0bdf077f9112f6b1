namespace Telehealth.Media.Rtp;

public sealed class DependencyFrameTests
{
    private readonly DependencyStructure _structure = new();

    [Fact]
    public void A_structure_names_layers_targets_references_and_sizes()
    {
        var bytes = TestDependencies.L2T2Key.WithStructure(0, 700, sizes: [(640, 360), (1280, 720)]);
        Assert.True(DependencyFrame.TryRead(bytes, _structure, out var frame));
        Assert.True(frame is { HasStructure: true, Starts: true, Ends: true, Number: 700, Spatial: 0, Temporal: 0, References: 0 });
        Assert.Equal((4, 1), (_structure.Targets, _structure.MaxSpatial));
        Assert.Equal([(0, 0), (0, 1), (1, 0), (1, 1)], Enumerable.Range(0, 4).Select(_structure.Target));
        Assert.Equal([(640, 360), (1280, 720)], Enumerable.Range(0, 2).Select(_structure.Size));
    }

    [Fact]
    public void Later_packets_are_read_by_their_template()
    {
        Assert.False(DependencyFrame.TryRead(TestDependencies.Plain(5, 703), _structure, out _));
        DependencyFrame.TryRead(TestDependencies.L2T2Key.WithStructure(0, 700), _structure, out _);
        Assert.True(DependencyFrame.TryRead(TestDependencies.Plain(5, 703, ends: false), _structure, out var frame));
        Assert.True(frame is { HasStructure: false, Starts: true, Ends: false, Number: 703, Spatial: 1, Temporal: 1, References: 2 });
        Assert.Equal([0, 0, 0, 1], Enumerable.Range(0, 4).Select(frame.Indication));
        Assert.False(DependencyFrame.TryRead(TestDependencies.Plain(6, 704), _structure, out _));
    }

    [Fact]
    public void A_packet_may_name_references_of_its_own()
    {
        DependencyFrame.TryRead(TestDependencies.L1T3.WithStructure(0, 1), _structure, out _);
        Assert.True(DependencyFrame.TryRead(TestDependencies.WithOwnReferences(1, 50, 3, 40), _structure, out var frame));
        Assert.Equal((1ul << 2) | (1ul << 39), frame.References);
        Assert.False(frame.RefersFar);
        Assert.True(DependencyFrame.TryRead(TestDependencies.WithOwnReferences(1, 50, 200), _structure, out frame));
        Assert.True(frame.RefersFar);
    }

    [Fact]
    public void A_structure_that_comes_late_does_not_replace_a_newer_one()
    {
        DependencyFrame.TryRead(TestDependencies.L2T2Key.WithStructure(0, 10), _structure, out _);
        Assert.False(DependencyFrame.TryRead(TestDependencies.L1T3.WithStructure(0, 9), _structure, out _));
        Assert.Equal(4, _structure.Targets);
        Assert.True(DependencyFrame.TryRead(TestDependencies.L1T3.WithStructure(0, 11), _structure, out _));
        Assert.Equal(3, _structure.Targets);
    }

    [Fact]
    public void Every_cut_of_a_descriptor_is_refused_and_leaves_nothing_half_read()
    {
        var bytes = TestDependencies.L2T2Key.WithStructure(0, 700, sizes: [(640, 360), (1280, 720)]);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(DependencyFrame.TryRead(bytes.AsSpan(0, length), new DependencyStructure(), out _), $"{length} bytes were enough");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_bytes_whatever_do_harm(uint seed)
    {
        var dice = new Dice(seed);
        var good = TestDependencies.L2T2Key.WithStructure(0, 700, sizes: [(640, 360), (1280, 720)]);
        for (var i = 0; i < 30_000; i++)
        {
            var bytes = new byte[dice.Below(DependencyFrame.MaxLength + 10)];
            if (dice.Chance(70))
            {
                good.AsSpan(0, Math.Min(good.Length, bytes.Length)).CopyTo(bytes);
            }

            for (var flips = dice.Below(8); flips > 0 && bytes.Length > 0; flips--)
            {
                bytes[dice.Below(bytes.Length)] = (byte)dice.Next();
            }

            if (DependencyFrame.TryRead(bytes, _structure, out var frame))
            {
                Assert.InRange(_structure.Targets, 1, DependencyStructure.MostTargets);
                Assert.InRange(frame.Spatial, 0, DependencyStructure.MostSpatial - 1);
                Assert.InRange(frame.Temporal, 0, 7);
                Assert.InRange(_structure.MaxSpatial, 0, DependencyStructure.MostSpatial - 1);
            }
        }
    }
}
