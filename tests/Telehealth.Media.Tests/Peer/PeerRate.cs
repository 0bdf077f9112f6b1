using Telehealth.Media.Rtcp;

namespace Telehealth.Media.Peer;

/// <summary>
/// A browser's send-side estimate in short (after draft-ietf-rmcat-gcc-02): down when packets queue on the way, down by loss that is
/// more than the link always has, up by eight percent a second, never above what the server's REMB allows.
/// </summary>
internal sealed class PeerRate
{
    private const int Window = 65_536;
    private const int FirstKbps = 300;
    private const int LeastKbps = 30;
    private const long QueueMicros = 60_000;
    private const long CalmMicros = 10_000_000;

    private readonly (long At, int Bytes)[] _sent = new (long, int)[Window];
    private readonly Queue<double> _losses = new();
    private double _kbps = FirstKbps;
    private long _shortest = long.MaxValue;
    private long _shortestAt;
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
        // Both clocks have their own zero; only differences count, and the smallest one is forgotten after a while.
        if (quickest < _shortest || now - _shortestAt > CalmMicros)
        {
            (_shortest, _shortestAt) = (quickest, now);
        }
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

        var queued = quickest != long.MaxValue && quickest - _shortest > QueueMicros;
        var unusual = loss - _losses.Min();
        if ((queued || unusual > 0.15) && now - _lastDecrease > 500_000)
        {
            _kbps = queued ? Math.Min(_kbps, 0.85 * receivedKbps) : _kbps * (1 - (0.5 * unusual));
            (_lastDecrease, _wasCongested) = (now, true);
        }
        else if (!queued && unusual < 0.1)
        {
            // Before the first congestion a browser probes; afterwards it feels its way.
            _kbps = Math.Min(_kbps * Math.Pow(_wasCongested ? 1.08 : 2, seconds), Math.Max(FirstKbps, 1.5 * receivedKbps) + 50);
        }
    }
}
