using Telehealth.Media.Bandwidth;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>What one incoming stream takes: the whole of it, and what is sent of it within some limit. Only the room's loop touches this.</summary>
internal sealed class LayerRates
{
    private readonly RateMeter[] _temporal = [new(), new(), new(), new()];

    // What a receiver of up to this spatial layer gets. Often that layer alone, so these are no sums.
    private readonly RateMeter[] _spatial = [new(), new(), new(), new()];

    public RateMeter Whole { get; } = new();

    /// <summary>How many temporal layers were seen; 1 when the stream has none.</summary>
    public int TemporalLayers { get; private set; } = 1;

    /// <param name="structure">Of a stream with dependency descriptors.</param>
    public void Note(in VideoPacket video, DependencyStructure? structure, int length, long nowMicros)
    {
        var temporal = Math.Min(video.Temporal, _temporal.Length - 1);
        TemporalLayers = Math.Max(TemporalLayers, temporal + 1);
        _temporal[temporal].Add(length, nowMicros);
        if (video.HasDependencies && structure is { MaxSpatial: > 0 })
        {
            for (var spatial = 0; spatial <= structure.MaxSpatial; spatial++)
            {
                if (video.Dependencies.Indication(structure.Sharpest(spatial)) != DependencyFrame.NotPresent)
                {
                    _spatial[spatial].Add(length, nowMicros);
                }
            }
        }
    }

    /// <summary>What the temporal layers up to this one take, in bits per second.</summary>
    public long BitsPerSecond(int maxTemporal, long nowMicros)
    {
        if (maxTemporal >= TemporalLayers - 1)
        {
            return Whole.BitsPerSecond(nowMicros);
        }

        long sum = 0;
        for (var i = 0; i <= maxTemporal; i++)
        {
            sum += _temporal[i].BitsPerSecond(nowMicros);
        }

        return sum;
    }

    /// <summary>What a receiver of these layers is sent of a stream with several spatial ones, in bits per second.</summary>
    public long BitsPerSecond(int maxSpatial, int maxTemporal, long nowMicros)
    {
        var whole = Whole.BitsPerSecond(nowMicros);
        var smooth = _spatial[Math.Min(maxSpatial, _spatial.Length - 1)].BitsPerSecond(nowMicros);
        // Its temporal layers share it as they share the whole.
        return whole == 0 ? 0 : (long)((double)smooth * BitsPerSecond(maxTemporal, nowMicros) / whole);
    }
}
