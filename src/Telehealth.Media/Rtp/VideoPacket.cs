namespace Telehealth.Media.Rtp;

/// <summary>What a forwarder must know of one video packet, whatever its codec: read once, used by all receivers.</summary>
internal readonly struct VideoPacket
{
    public VideoCodec Codec { get; private init; }

    /// <summary>The first packet of a frame that needs no other.</summary>
    public bool IsKeyFrame { get; private init; }

    public bool StartsFrame { get; private init; }

    /// <summary>The picture's size where a key frame says it, else 0.</summary>
    public int Width { get; private init; }

    public int Height { get; private init; }

    /// <summary>The temporal layer; 0 where the stream has none.</summary>
    public int Temporal { get; private init; }

    /// <summary>The picture refers to the base layer only.</summary>
    public bool TemporalSync { get; private init; }

    /// <summary>The picture's number as its source counts.</summary>
    public ushort Picture { get; private init; }

    /// <summary>Where <see cref="Picture"/> wraps; 0 when pictures are not numbered, so that none can be left out.</summary>
    public int PictureModulus { get; private init; }

    /// <summary>A dependency descriptor came with it.</summary>
    public bool HasDependencies { get; private init; }

    public DependencyFrame Dependencies { get; private init; }

    /// <summary>For VP8 only.</summary>
    public Vp8Descriptor Vp8 { get; private init; }

    /// <summary>False for a packet that is none of its codec.</summary>
    public static bool TryRead(VideoCodec codec, ReadOnlySpan<byte> payload, out VideoPacket packet)
    {
        packet = default;
        return codec switch
        {
            VideoCodec.Vp8 => TryReadVp8(payload, out packet),
            VideoCodec.H264 => TryReadH264(payload, out packet),
            VideoCodec.Vp9 => Make(codec, Vp9Packet.TryRead(payload, out var starts, out var isKey), starts, isKey, out packet),
            VideoCodec.Av1 => Make(codec, Av1Packet.TryRead(payload, out var starts, out var isKey), starts, isKey, out packet),
            _ => false,
        };
    }

    /// <summary>The same for a packet that comes with a dependency descriptor, which says all that the payload would.</summary>
    public static bool TryRead(
        VideoCodec codec, ReadOnlySpan<byte> descriptor, DependencyStructure structure, out VideoPacket packet)
    {
        packet = default;
        if (!DependencyFrame.TryRead(descriptor, structure, out var frame))
        {
            return false;
        }

        var (width, height) = frame.HasStructure ? structure.Size(structure.MaxSpatial) : (0, 0);
        packet = new VideoPacket
        {
            Codec = codec,
            IsKeyFrame = frame.HasStructure && frame.Starts,
            StartsFrame = frame.Starts,
            Width = width,
            Height = height,
            Temporal = frame.Temporal,
            HasDependencies = true,
            Dependencies = frame,
        };
        return true;
    }

    private static bool Make(VideoCodec codec, bool isGood, bool startsFrame, bool isKeyFrame, out VideoPacket packet)
    {
        packet = new VideoPacket { Codec = codec, StartsFrame = startsFrame, IsKeyFrame = isKeyFrame };
        return isGood;
    }

    private static bool TryReadH264(ReadOnlySpan<byte> payload, out VideoPacket packet)
    {
        var isGood = H264Packet.TryRead(payload, out var isKeyFrame, out var width, out var height);
        packet = new VideoPacket { Codec = VideoCodec.H264, IsKeyFrame = isKeyFrame, Width = width, Height = height };
        return isGood;
    }

    private static bool TryReadVp8(ReadOnlySpan<byte> payload, out VideoPacket packet)
    {
        packet = default;
        if (!Vp8Descriptor.TryRead(payload, out var vp8))
        {
            return false;
        }

        packet = new VideoPacket
        {
            Codec = VideoCodec.Vp8,
            IsKeyFrame = vp8.IsKeyFrame,
            StartsFrame = vp8.StartsFrame,
            Width = vp8.Width,
            Height = vp8.Height,
            Temporal = vp8.Temporal,
            TemporalSync = vp8.LayerSync,
            Picture = vp8.PictureId,
            PictureModulus = !vp8.WithPictureId ? 0 : vp8.LongPictureId ? 0x8000 : 0x80,
            Vp8 = vp8,
        };
        return true;
    }
}
