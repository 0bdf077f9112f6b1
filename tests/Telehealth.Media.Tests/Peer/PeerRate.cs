using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Peer;

/// <summary>
/// A browser's send-side estimate in short (after draft-ietf-rmcat-gcc-02): down when packets queue on the way, down by loss that is
/// more than the link always has, up by eight percent a second and by a probe every few seconds, never above what REMB allows.
/// </summary>
internal sealed class PeerRate
{
    private const int Window = 65_536;
    private const int FirstKbps = 300;
    private const int LeastKbps = 30;
    private const long QueueMicros = 60_000;

    // A path that has become longer is no queue: what the shortest delay was is forgotten after twice this time.
    private const long ForgetMicros = 1_500_000;
    private const long ProbeSpacing = 5_000_000;

    private readonly (long At, int Bytes)[] _sent = new (long, int)[Window];
    private readonly Queue<double> _losses = new();
    private double _kbps = FirstKbps;
    private long _shortest = long.MaxValue;
    private long _shortestBefore = long.MaxValue;
    private long _forgetAt;
    private long _nextProbe;
    private long _lastUpdate;
    private long _lastDecrease;
    private bool _wasCongested;
    private int _received;
    private int _lost;
    private int _bytes;

    /// <summary>What all video and sound together may use now.</summary>
    public int Kbps => (int)_kbps;

    public void Sent(ushort sequence, int bytes, long now) => _sent[sequence] = (now, bytes);

    public void Receive(ReadOnlySpan<byte> feedback, ulong limit, long now)
    {
        if (!TransportFeedbackReader.TryOpen(feedback, out var reader))
        {
            return;
        }

        var quickest = long.MaxValue;
        while (reader.MoveNext())
        {
            var (at, bytes) = _sent[reader.Sequence];
            if (!reader.Received)
            {
                _lost++;
                continue;
            }

            _received++;
            _bytes += bytes;
            quickest = at == 0 ? quickest : Math.Min(quickest, reader.ArrivalMicros - at);
        }

        NoteDelay(quickest, now);
        if (now - _lastUpdate >= 250_000 && _received + _lost > 5)
        {
            Update(quickest, now);
        }

        var most = limit == 0 ? double.MaxValue : limit / 1000.0;
        _kbps = Math.Max(LeastKbps, Math.Min(_kbps, most));
    }

    private void NoteDelay(long quickest, long now)
    {
        // Both clocks have their own zero; only differences count.
        if (now >= _forgetAt)
        {
            (_shortestBefore, _shortest, _forgetAt) = (_shortest, long.MaxValue, now + ForgetMicros);
        }

        _shortest = Math.Min(_shortest, quickest);
    }

    private void Update(long quickest, long now)
    {
        var seconds = Math.Min((now - _lastUpdate) / 1e6, 1);
        var loss = (double)_lost / (_received + _lost);
        var receivedKbps = _bytes * 8 / 1000.0 / seconds;
        (_received, _lost, _bytes, _lastUpdate) = (0, 0, 0, now);
        _losses.Enqueue(loss);
        if (_losses.Count > 20)
        {
            _losses.Dequeue();
        }

        var queued = quickest != long.MaxValue && quickest - Math.Min(_shortest, _shortestBefore) > QueueMicros;
        var unusual = loss - _losses.Min();
        if ((queued || unusual > 0.15) && now - _lastDecrease > 500_000)
        {
            _kbps = queued ? Math.Min(_kbps, 0.85 * receivedKbps) : _kbps * (1 - (0.5 * unusual));
            (_lastDecrease, _wasCongested) = (now, true);
        }
        else if (!queued && unusual < 0.1)
        {
            Raise(receivedKbps, seconds, now);
        }
    }

    private void Raise(double receivedKbps, double seconds, long now)
    {
        // Before the first congestion a browser doubles; afterwards it feels its way, and now and then sends more than it needs to
        // see whether that arrives. What arrives bounds both.
        var probes = now >= _nextProbe;
        _nextProbe = probes ? now + ProbeSpacing : _nextProbe;
        var factor = probes ? 1.5 : Math.Pow(_wasCongested ? 1.08 : 2, seconds);
        _kbps = Math.Max(_kbps, Math.Min(_kbps * factor, (2 * receivedKbps) + 400));
    }
}
