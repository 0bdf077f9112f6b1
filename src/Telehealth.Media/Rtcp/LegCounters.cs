namespace Telehealth.Media.Rtcp;

/// <summary>What one leg's RTCP told, counted since its connection began. Only the room's loop touches this.</summary>
internal sealed class LegCounters
{
    private double _jitterMs;

    /// <summary>Packets expected; for what a receiver reports in fractions, 256 for each report.</summary>
    public long Expected { get; set; }

    /// <summary>Of <see cref="Expected"/>, lost.</summary>
    public long Lost { get; set; }

    /// <summary>Packets that the receiving end asked for again.</summary>
    public long Repeats { get; set; }

    public long KeyFrameRequests { get; set; }

    /// <summary>The worst of the leg's streams in its last reports (RFC 3550 A.8).</summary>
    public double JitterMs { get; private set; }

    public void CountJitter(uint jitter, int clockRate) => _jitterMs = Math.Max(_jitterMs, jitter * 1000.0 / clockRate);

    /// <summary>Ends the time over which <see cref="JitterMs"/> is the worst.</summary>
    public void EndJitter() => (JitterMs, _jitterMs) = (_jitterMs, 0);
}
