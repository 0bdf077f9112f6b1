using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>What a receiver report says about one incoming stream (RFC 3550 A.3, A.8). Only the room's loop touches this.</summary>
internal sealed class ReceiveStatistics(int clockRate)
{
    private long _first = -1;
    private long _highest;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private long _lastTransit;
    private double _jitter;

    public bool Started => _first >= 0;

    public void Receive(ushort sequence, uint timestamp, long arrivalMicros)
    {
        // In 32 bits like the timestamp itself, so that the difference survives its wrap.
        var transit = (uint)(arrivalMicros * clockRate / 1_000_000) - timestamp;
        if (_first < 0)
        {
            _first = 0x10000L + sequence;
            _highest = _first;
        }
        else
        {
            var number = SequenceNumbers.Unwrap(sequence, _highest);
            _highest = Math.Max(_highest, number);
            var difference = Math.Abs((long)(int)(transit - (uint)_lastTransit));
            // A jump of ten seconds is a new clock, not jitter.
            _jitter += difference < clockRate * 10L ? (difference - _jitter) / 16 : 0;
        }

        _lastTransit = transit;
        _received++;
    }

    /// <summary>One report block, and how many were expected and lost since the last.</summary>
    public ReportBlock Report(uint ssrc, uint lastReport, uint delay, out int expected, out int lost)
    {
        var allExpected = _highest - _first + 1;
        expected = (int)(allExpected - _expectedBefore);
        lost = (int)Math.Max(0, expected - (_received - _receivedBefore));
        _expectedBefore = allExpected;
        _receivedBefore = _received;
        var fraction = expected > 0 ? Math.Min(255, lost * 256 / expected) : 0;
        return new ReportBlock(
            ssrc,
            (byte)fraction,
            (int)Math.Clamp(allExpected - _received, -0x800000, 0x7FFFFF),
            (uint)(_highest - 0x10000),
            (uint)_jitter,
            lastReport,
            delay);
    }

    public void Reset()
    {
        _first = -1;
        _received = 0;
        _expectedBefore = 0;
        _receivedBefore = 0;
        _jitter = 0;
    }
}
