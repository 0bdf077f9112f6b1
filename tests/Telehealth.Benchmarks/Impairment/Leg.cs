using Telehealth.Media;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Impairment;

/// <summary>What one peer hears and sees of the other.</summary>
internal sealed class Leg(HeadlessPeer listener, string speaker, PeerLoop loop)
{
    private (long Played, long Concealed, long Decoded, long Freezes, long At) _before;
    private long _faultAt;

    public bool IsReady => Sound is { Playout.Played: > 50 } && Picture is { Decoding.Decoded: > 20 };

    public int Height => Picture?.Decoding.Height ?? 0;

    private ReceivedStream? Sound => listener.StreamOf(speaker, TrackSource.Microphone);

    private ReceivedStream? Picture => listener.StreamOf(speaker, TrackSource.Camera);

    /// <summary>On the loop's thread: the fault begins now.</summary>
    public void BeginFault()
    {
        _faultAt = loop.NowMicros;
        Picture!.Decoding.WatchForStop();
    }

    /// <summary>On the loop's thread: counts from here.</summary>
    public void BeginWindow() => _before = Counts();

    /// <summary>On the loop's thread.</summary>
    public LegResult EndWindow()
    {
        var after = Counts();
        var seconds = (after.At - _before.At) / 1e6;
        var (played, concealed) = (after.Played - _before.Played, after.Concealed - _before.Concealed);
        var decoding = Picture!.Decoding;
        var stands = after.At - decoding.LastDecodedAt > FrameDecoding.StopMicros;
        var stoppedAt = decoding.StoppedAt ?? (stands ? decoding.LastDecodedAt : null);
        return new LegResult
        {
            ConcealedPercent = Report.Rounded(100.0 * concealed / Math.Max(1, played + concealed)),
            FreezesPerMinute = Report.Rounded((after.Freezes - _before.Freezes) * 60 / seconds, 1),
            FramesPerSecond = Report.Rounded((after.Decoded - _before.Decoded) / seconds, 1),
            Height = stands ? 0 : Height,
            SoundDelayMs = Report.Rounded(Sound!.Playout.DelayMs, 0),
            VideoStoppedAfterMs = stoppedAt is { } at ? Report.Rounded(Math.Max(0, at - _faultAt) / 1000.0, 0) : null,
        };
    }

    /// <summary>On the loop's thread: whether frames as large as before have come since <paramref name="since"/>.</summary>
    public bool IsWhole(int height, long since) => Height >= height && Picture!.Decoding.LastDecodedAt > since;

    public bool HasPicture(long since) => Picture!.Decoding.LastDecodedAt > since;

    private (long Played, long Concealed, long Decoded, long Freezes, long At) Counts()
    {
        var now = loop.NowMicros;
        var decoding = Picture!.Decoding;
        return (Sound!.Playout.Played, Sound.Playout.Concealed, decoding.Decoded, decoding.Freezes, now);
    }
}
