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
            _ => false,
        };
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
