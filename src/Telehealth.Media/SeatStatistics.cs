namespace Telehealth.Media;

/// <summary>What a seat's two legs did in the last second, kept for whoever asks and counted for operators. Only the room's loop touches this.</summary>
internal sealed class SeatStatistics(Participant seat, MediaMeters meters)
{
    // In a pause of speech a packet comes every 400 ms: three of them missed are no pause.
    private const long LongestPause = 1_500_000;

    private readonly LegMeter _up = new(up: true);
    private readonly LegMeter _down = new(up: false);
    private bool _hasHeard;

    /// <summary>Nothing while the client sends on no connection.</summary>
    public LegSnapshot? Uplink { get; private set; }

    /// <summary>Nothing while the client receives on no connection.</summary>
    public LegSnapshot? Downlink { get; private set; }

    /// <summary>Once a second.</summary>
    public void Update(long nowMicros)
    {
        Uplink = seat.Publishing is { Transport.IsConnected: true } publish
            ? _up.Read(publish.Transport.Counters, publish.Feedback.Counters, nowMicros)
            : null;
        Downlink = seat.Subscribing is { Transport.IsConnected: true } subscribe
            ? _down.Read(subscribe.Transport.Counters, subscribe.Feedback.Counters, nowMicros)
            : null;
        if (!meters.IsWatched)
        {
            return;
        }

        if (Uplink is { } up)
        {
            meters.Count(MediaMeters.Up, up);
        }

        if (Downlink is { } down)
        {
            meters.Count(MediaMeters.Down, down);
            if (seat.Subscribing?.Feedback.RoundTripMs is { } roundTrip)
            {
                meters.RoundTrip.Record(roundTrip);
            }

            CountPictures();
        }

        CountSounds(nowMicros);
    }

    /// <summary>Whoever has a microphone on is owed to everybody who listens: while either's connection is gone, or nothing comes, it is missed.</summary>
    private void CountSounds(long nowMicros)
    {
        _hasHeard |= Downlink is not null;
        if (!_hasHeard || seat.Subscribing?.Lines is not { } lines)
        {
            return;
        }

        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Track is { Source: { IsAudio: true, Muted: false } source })
            {
                meters.CountSound(Downlink is not null && nowMicros - source.HeardAtMicros < LongestPause);
            }
        }
    }

    private void CountPictures()
    {
        var lines = seat.Subscribing!.Lines;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Track is { Visible: true, Source: { IsAudio: false, Muted: false } } track)
            {
                meters.CountPicture(track.Current?.Index, track.Source.Layers.Count);
            }
        }
    }
}
