using Telehealth.Media.Bandwidth;
using Telehealth.Media.Forwarding;

namespace Telehealth.Media;

/// <summary>Keeps what a receiver is sent within what its link carries, and tries whether it carries more. Only the room's loop touches this.</summary>
internal sealed class LinkBudget(SubscribeConnection connection)
{
    private const long ShareSpacing = 200_000;

    // A small train must not fill a narrow link for long.
    private const long Narrow = 250_000;

    private static readonly byte[] _smallPadding = Padding(90);
    private static readonly byte[] _largePadding = Padding(byte.MaxValue);

    private const long LongestStart = 3_000_000;
    private const long StaysNarrow = 2_000_000;
    private const double NoLongerNarrow = 1.5;

    private readonly ProbePlan _plan = new(connection.Egress.Estimate);
    private long _nextShare;
    private long _wanted;
    private long _turnsSince;
    private long _startedMicros;

    /// <summary>The link carries sound alone, and has for a while.</summary>
    public bool IsNarrow { get; private set; }

    public void Tick(long nowMicros)
    {
        var estimate = connection.Egress.Estimate;
        if (nowMicros >= _nextShare)
        {
            _nextShare = nowMicros + ShareSpacing;
            estimate.Tick(nowMicros);
            var sound = connection.Egress.SoundRate.BitsPerSecond(nowMicros);
            _wanted = LayerBudget.Wanted(connection.Lines, sound, nowMicros);
            _startedMicros = _startedMicros == 0 ? nowMicros : _startedMicros;
            var starting = _plan.StartsUp && !estimate.IsUnlimited && nowMicros - _startedMicros < LongestStart;
            connection.Egress.StartsUp = starting;
            LayerBudget.Spend(connection.Lines, estimate.BitsPerSecond - sound, nowMicros, mayPause: !starting);
            TellPauses(nowMicros);
            Turn(estimate.BitsPerSecond, nowMicros);
        }

        Probe(estimate, nowMicros);
    }

    private void Turn(long bitsPerSecond, long nowMicros)
    {
        var turns = IsNarrow ? bitsPerSecond > NarrowUplink.Narrow * NoLongerNarrow : bitsPerSecond < NarrowUplink.Narrow;
        _turnsSince = !turns ? 0 : _turnsSince == 0 ? nowMicros : _turnsSince;
        if (turns && nowMicros - _turnsSince >= StaysNarrow)
        {
            (IsNarrow, _turnsSince) = (!IsNarrow, 0);
        }
    }

    private void TellPauses(long nowMicros)
    {
        var news = false;
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            news |= connection.Lines[i].Track?.Pause.TakeNews(nowMicros) ?? false;
        }

        if (news)
        {
            connection.Tell(new SeatEvent.VideoPaused(
                [.. connection.Lines.Where(line => line.Track is { Pause.WasTold: true }).Select(line => line.Track!.Source.Id)]));
        }
    }

    private void Probe(DownlinkEstimate estimate, long nowMicros)
    {
        if (FindPadding() is not { } track)
        {
            return;
        }

        _plan.Tick(_wanted, nowMicros);
        var padding = estimate.BitsPerSecond < Narrow ? _smallPadding : _largePadding;
        while (estimate.Probe.IsDue(nowMicros))
        {
            track.SendPadding(padding, nowMicros);
        }
    }

    private static byte[] Padding(byte length)
    {
        var padding = new byte[length];
        padding[^1] = length;
        return padding;
    }

    private DownTrack? FindPadding()
    {
        for (var i = 0; i < connection.Lines.Count; i++)
        {
            if (connection.Lines[i].Track is { CanPad: true } track)
            {
                return track;
            }
        }

        return null;
    }
}
