namespace Telehealth.Media;

/// <summary>Tells a seat how its two legs do, when that changes. Only the room's loop touches this.</summary>
internal sealed class SeatQuality(Participant seat)
{
    private const long Spacing = 2_000_000;
    private const long ConsentLostMicros = 12_000_000;

    private SeatEvent.QualityChanged? _last;
    private long _next;
    private double _upLoss;
    private double _downLoss;

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
        // Receivers report when they like: between two reports the last one stands.
        _downLoss = subscribe is null ? 0 : subscribe.Feedback.TakeLoss() ?? _downLoss;
        var roundTrip = subscribe?.Feedback.RoundTripMs ?? 0;
        var upLost = publish is { Transport.IsConnected: true } up
            && nowMicros - up.Transport.LastConsentMicros > ConsentLostMicros;
        var downLost = subscribe is { Transport.IsConnected: true } down
            && nowMicros - down.Transport.LastConsentMicros > ConsentLostMicros;
        var now = new SeatEvent.QualityChanged(
            upLost ? 0 : Grade(_upLoss, roundTrip),
            downLost ? 0 : Grade(_downLoss, roundTrip),
            Math.Round(_upLoss * 100, 1),
            Math.Round(_downLoss * 100, 1),
            Math.Round(roundTrip));
        if (Differs(now))
        {
            _last = now;
            seat.Push(now);
        }
    }

    // ITU-T G.114: conversation suffers above 300 ms of round trip, breaks above 600; sound repairs some 5 % of loss.
    private static int Grade(double loss, double roundTripMs) =>
        loss < 0.03 && roundTripMs < 300 ? 3 : loss < 0.08 && roundTripMs < 600 ? 2 : 1;

    private bool Differs(SeatEvent.QualityChanged now) =>
        _last is null || _last.Uplink != now.Uplink || _last.Downlink != now.Downlink
        || Math.Abs(_last.UplinkLossPercent - now.UplinkLossPercent) >= 1
        || Math.Abs(_last.DownlinkLossPercent - now.DownlinkLossPercent) >= 1
        || Math.Abs(_last.RoundTripMs - now.RoundTripMs) >= 25;
}
