using Telehealth.Media.Rtp;

namespace Telehealth.Media.Peer;

/// <summary>How large the packets of each frame are: all alike for tests that count, or as an encoder and libwebrtc's packetizer make them.</summary>
internal sealed class FrameSizes(PublishShape shape, int kbps, int packets, uint seed)
{
    // What libwebrtc leaves for the payload of a 1,200-byte packet with its extensions and the SRTP tag.
    private const int MaxPayload = 1140;
    private const int MinFrame = 200;
    private const int KeyFrameFactor = 4;

    // The rate control pays a large frame back over the next ones.
    private const double Repayment = 0.1;

    private readonly Dice _dice = new(seed);
    private readonly List<int> _sizes = [];
    private double _debt;

    /// <summary>What the encoder aims at; 0 for frames of fixed size.</summary>
    public int Kbps { get; set; } = kbps;

    /// <summary>The payload bytes of the next frame's packets; valid until the next call.</summary>
    public IReadOnlyList<int> Next(bool isKey)
    {
        _sizes.Clear();
        if (Kbps == 0)
        {
            _sizes.AddRange(Enumerable.Repeat(shape.PacketBytes, packets));
            return _sizes;
        }

        var mean = Kbps * 125.0 / shape.Fps;
        var wanted = mean * (0.8 + (_dice.Below(400) / 1000.0)) * (isKey ? KeyFrameFactor : 1);
        var repaid = isKey ? 0 : Math.Clamp(_debt * Repayment, -mean, mean / 2);
        var bytes = Math.Max(MinFrame, (int)(wanted - repaid));
        _debt += bytes - mean;
        Cut(bytes);
        return _sizes;
    }

    // Equal within a byte, the larger ones last.
    private void Cut(int bytes)
    {
        var count = (bytes + MaxPayload - 1) / MaxPayload;
        for (var at = 0; at < count; at++)
        {
            _sizes.Add((bytes / count) + (at >= count - (bytes % count) ? 1 : 0));
        }
    }
}
