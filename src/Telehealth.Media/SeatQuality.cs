namespace Telehealth.Media;

/// <summary>Tells a seat how its two legs do and whose side is bad, when that changes. Only the room's loop touches this.</summary>
internal sealed class SeatQuality(Participant seat)
{
    private const long Spacing = 2_000_000;
    private const long ConsentLostMicros = 12_000_000;

    private SeatEvent.QualityChanged? _last;
    private long _next;
    private double _upLoss;
    private double _downLoss;

    /// <summary>How the uplink did at the last look; 3 before the first.</summary>
    public int Uplink { get; private set; } = 3;

    public void Update(long nowMicros)
    {
        var publish = seat.Publishing;
        var subscribe = seat.Subscribing;
        if (nowMicros < _next || (publish is not { Transport.IsConnected: true } && subscribe is not { Transport.IsConnected: true }))
        {
            return;
        }

        _next = nowMicros + Spacing;
        _upLoss = publish?.Feedback.TakeLoss() ?? 0;
        _downLoss = LossTo(subscribe);
        var roundTrip = subscribe?.Feedback.RoundTripMs ?? 0;
        Uplink = GradeUplink(publish, roundTrip, nowMicros);
        var up = new Leg(Uplink, Math.Round(_upLoss * 100, 1), Math.Round(publish?.Feedback.JitterMs ?? 0));
        var down = new Leg(
            GradeDownlink(subscribe, roundTrip, nowMicros), Math.Round(_downLoss * 100, 1), Math.Round(subscribe?.Feedback.JitterMs ?? 0));
        var other = up.Grade == 3 && down.Grade == 3 ? FindBadSpeaker() : null;
        var side = other is not null ? "other"
            : Math.Min(up.Grade, down.Grade) == 3 ? "none" : up.Grade <= down.Grade ? "uplink" : "downlink";

        // Compared before it is made: nearly always nothing has changed.
        if (_last is null || _last.Side != side || _last.OtherSeat != other?.Id || Differs(_last, up, down, roundTrip))
        {
            _last = new SeatEvent.QualityChanged(
                up.Grade, down.Grade, up.LossPercent, down.LossPercent, Math.Round(roundTrip), up.JitterMs, down.JitterMs, side, other?.Id);
            seat.Push(_last);
        }
    }

    private double LossTo(SubscribeConnection? subscribe)
    {
        // Receivers report when they like: between two reports the last one stands. What was lost on the publisher's side is in
        // their reports too, but not in their feedback on single packets.
        var reported = subscribe?.Feedback.TakeLoss();
        return subscribe is null ? 0
            : subscribe.Egress.Estimate.IsGuided ? subscribe.Egress.Estimate.Loss
            : reported ?? _downLoss;
    }

    private int GradeUplink(PublishConnection? publish, double roundTripMs, long nowMicros)
    {
        if (publish is not { Transport.IsConnected: true })
        {
            return 3;
        }

        return nowMicros - publish.Transport.LastConsentMicros > ConsentLostMicros ? 0
            : publish.Uplink.IsNarrow ? 1
            // What waits in the own router is the uplink's alone, the round trip both sides'.
            : Grade(_upLoss, Math.Max(roundTripMs, publish.Uplink.QueueMs));
    }

    private int GradeDownlink(SubscribeConnection? subscribe, double roundTripMs, long nowMicros)
    {
        if (subscribe is not { Transport.IsConnected: true })
        {
            return 3;
        }

        return nowMicros - subscribe.Transport.LastConsentMicros > ConsentLostMicros ? 0
            : subscribe.Feedback.IsNarrow ? 1
            : Grade(_downLoss, Math.Max(roundTripMs, subscribe.Egress.Estimate.QueueMs));
    }

    /// <summary>Of those who are looked at, the one in focus first; with a bad uplink.</summary>
    private Participant? FindBadSpeaker()
    {
        Participant? worst = null;
        var focused = -1;
        for (var i = 0; i < (seat.Subscribing?.Lines.Count ?? 0); i++)
        {
            if (seat.Subscribing!.Lines[i].Track is { Source.Muted: false } track
                && seat.Room.Find(track.Source.Seat) is { Quality.Uplink: < 3 } other
                && (track.Priority > focused || other.Quality.Uplink < worst?.Quality.Uplink))
            {
                (worst, focused) = (other, track.Priority);
            }
        }

        return worst;
    }

    // ITU-T G.114: conversation suffers above 300 ms of round trip, breaks above 600; sound repairs some 5 % of loss.
    private static int Grade(double loss, double delayMs) =>
        loss < 0.03 && delayMs < 300 ? 3 : loss < 0.08 && delayMs < 600 ? 2 : 1;

    private static bool Differs(SeatEvent.QualityChanged last, in Leg up, in Leg down, double roundTripMs) =>
        up.Differs(last.Uplink, last.UplinkLossPercent, last.UplinkJitterMs)
        || down.Differs(last.Downlink, last.DownlinkLossPercent, last.DownlinkJitterMs)
        || Math.Abs(last.RoundTripMs - roundTripMs) >= 25;

    private readonly record struct Leg(int Grade, double LossPercent, double JitterMs)
    {
        public bool Differs(int grade, double lossPercent, double jitterMs) =>
            Grade != grade || Math.Abs(LossPercent - lossPercent) >= 1 || Math.Abs(JitterMs - jitterMs) >= 15;
    }
}
