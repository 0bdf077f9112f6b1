namespace Telehealth.Media.Bandwidth;

/// <summary>How a link is used, seen from the time its packets take.</summary>
internal enum LinkUse
{
    /// <summary>Packets take as long as before.</summary>
    Normal,

    /// <summary>They take longer and longer: a queue grows.</summary>
    Over,

    /// <summary>They take less and less: a queue drains.</summary>
    Under,
}

/// <summary>
/// Finds a growing queue in the times between groups of packets: the trend line and the adaptive threshold of
/// draft-ietf-rmcat-gcc-02 section 5, and besides the standing queue over the shortest time a packet ever took.
/// </summary>
internal sealed class DelayTrend
{
    // The values of libwebrtc's trend line estimator; times in ms.
    private const int Window = 20;
    private const double Smoothing = 0.9;
    private const double Gain = 4;
    private const int MostDeltas = 60;
    private const double GainUp = 0.0087;
    private const double GainDown = 0.039;
    private const double LongEnough = 10;

    // A busy receiver dates some packets late, a queue delays all of them: what even the quickest of the last groups
    // waited is a queue.
    private const int RecentGroups = 10;
    private const double LeastQueue = 12;

    // A queue this long spoils a conversation, growing or not.
    private const double LongQueue = 250;

    private readonly double[] _times = new double[Window];
    private readonly double[] _delays = new double[Window];
    private readonly PacketGroups _groups = new();
    private readonly ShortestDelay _shortest = new();
    private readonly double[] _recent = new double[RecentGroups];
    private int _recentCount;
    private int _filled;
    private int _next;
    private int _deltas;
    private double _accumulated;
    private double _smoothed;
    private double _threshold = 12.5;
    private double _overFor = -1;
    private int _overCount;
    private double _lastTrend;
    private double _lastTime;

    public LinkUse Use { get; private set; }

    /// <summary>How long even the quickest of the last packets waited on the way, in ms.</summary>
    public double QueueMs { get; private set; }

    public void Add(in PacketReport packet)
    {
        _shortest.Add(packet.ArrivalMicros - packet.SentMicros, packet.SentMicros);
        if (_groups.Add(packet, out var difference))
        {
            Take(difference);
        }
        else if (_groups.WasReset)
        {
            Restart();
            _shortest.Reset();
        }
    }

    /// <summary>Forgets how packets came lately; the shortest time one ever took stays.</summary>
    public void Restart()
    {
        _groups.Restart();
        (_filled, _next, _deltas, _recentCount, _overCount) = (0, 0, 0, 0, 0);
        (_accumulated, _smoothed, _overFor, _lastTrend, QueueMs) = (0, 0, -1, 0, 0);
        _threshold = 12.5;
        Use = LinkUse.Normal;
    }

    private void Take(in GroupDifference difference)
    {
        _recent[_recentCount++ % RecentGroups] = (difference.QuickestMicros - _shortest.Micros) / 1000.0;
        QueueMs = Math.Max(0, Quickest());
        _deltas = Math.Min(_deltas + 1, 1000);
        _accumulated += (difference.ArrivalMicros - difference.SentMicros) / 1000.0;
        _smoothed = (Smoothing * _smoothed) + ((1 - Smoothing) * _accumulated);
        var now = difference.AtMicros / 1000.0;
        (_times[_next], _delays[_next]) = (now, _smoothed);
        _next = (_next + 1) % Window;
        _filled = Math.Min(_filled + 1, Window);
        Detect(_filled == Window ? Slope() : _lastTrend, difference.SentMicros / 1000.0, now);
    }

    private double Quickest()
    {
        var least = double.MaxValue;
        for (var i = 0; i < Math.Min(_recentCount, RecentGroups); i++)
        {
            least = Math.Min(least, _recent[i]);
        }

        return least;
    }

    /// <summary>Of the least-squares line through the smoothed delays, in ms per ms.</summary>
    private double Slope()
    {
        double times = 0, delays = 0;
        for (var i = 0; i < Window; i++)
        {
            times += _times[i];
            delays += _delays[i];
        }

        double above = 0, below = 0;
        for (var i = 0; i < Window; i++)
        {
            var time = _times[i] - (times / Window);
            above += time * (_delays[i] - (delays / Window));
            below += time * time;
        }

        return below == 0 ? _lastTrend : above / below;
    }

    private void Detect(double trend, double sentMs, double nowMs)
    {
        var scaled = Math.Min(_deltas, MostDeltas) * trend * Gain;
        var isQueue = _recentCount >= RecentGroups && QueueMs >= LeastQueue;
        if ((scaled > _threshold && isQueue) || (QueueMs > LongQueue && _recentCount >= RecentGroups && trend >= 0))
        {
            _overFor = _overFor < 0 ? sentMs / 2 : _overFor + sentMs;
            _overCount++;
            if (_overFor > LongEnough && _overCount > 1 && trend >= _lastTrend)
            {
                (_overFor, _overCount) = (0, 0);
                Use = LinkUse.Over;
            }
        }
        else
        {
            (_overFor, _overCount) = (-1, 0);
            Use = scaled < -_threshold ? LinkUse.Under : LinkUse.Normal;
        }

        _lastTrend = trend;
        Adapt(Math.Abs(scaled), nowMs);
    }

    private void Adapt(double scaled, double nowMs)
    {
        // A single leap, as when a phone changes its cell, must not deafen the detector.
        if (scaled <= _threshold + 15)
        {
            var gain = scaled < _threshold ? GainDown : GainUp;
            _threshold += gain * (scaled - _threshold) * Math.Clamp(nowMs - _lastTime, 0, 100);
            _threshold = Math.Clamp(_threshold, 6, 600);
        }

        _lastTime = nowMs;
    }
}
