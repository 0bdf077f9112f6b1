using Telehealth.Media.Rtp;

namespace Telehealth.Media.Bandwidth;

/// <summary>A sender, a link with a queue and a receiver that reports, in simulated time of a millisecond a step.</summary>
internal sealed class BottleneckLink
{
    private readonly SendLog _log = new();
    private readonly ArrivalLog _arrivals = new();
    private readonly ProbePlan _plan;
    private readonly Dice _dice = new(11);
    private readonly PriorityQueue<ushort, long> _onTheWay = new();
    private readonly byte[] _message = new byte[1500];
    private readonly PriorityQueue<byte[], long> _feedback = new();
    private ushort _next;
    private long _linkFree;
    private double _credit;
    private long _nextFeedback;
    private long _nextSecond;
    private long _sentBytes;

    public BottleneckLink(long bitsPerSecond)
    {
        BitsPerSecond = bitsPerSecond;
        _plan = new ProbePlan(Estimate);
    }

    public DownlinkEstimate Estimate { get; } = new();

    public long Now { get; private set; } = 1_000_000;

    public long BitsPerSecond { get; set; }

    public long OneWayMicros { get; set; } = 25_000;

    public long QueueLimitMicros { get; set; } = 1_000_000;

    public int LossPercent { get; set; }

    public int PacketBytes { get; init; } = 1000;

    /// <summary>What the application would send; it never sends more than the estimate.</summary>
    public long Application { get; set; } = 3_000_000;

    /// <summary>What it would send if the link carried everything, where that is more than it can send now.</summary>
    public long Wanted { get; set; }

    public bool Probes { get; set; } = true;

    /// <summary>How much later than the packet's arrival the receiver dates it.</summary>
    public Func<Dice, long> Lateness { get; set; } = _ => 0;

    public long LongestQueueMicros { get; private set; }

    public long ProbeBytes { get; private set; }

    public void Run(double seconds)
    {
        for (var end = Now + (long)(seconds * 1_000_000); Now < end; Now += 1_000)
        {
            Step();
        }
    }

    public void ForgetQueue() => LongestQueueMicros = 0;

    private void Step()
    {
        while (_onTheWay.TryPeek(out var sequence, out var at) && at <= Now)
        {
            _onTheWay.Dequeue();
            _arrivals.Record(sequence, at + Lateness(_dice));
        }

        if (Now >= _nextFeedback && _arrivals.TryWrite(1, 2, _message, out var length))
        {
            _nextFeedback = Now + 50_000;
            _feedback.Enqueue(_message[4..length], Now + OneWayMicros);
        }

        while (_feedback.TryPeek(out var message, out var due) && due <= Now)
        {
            _feedback.Dequeue();
            _log.Receive(message, Estimate, Now);
        }

        Send();
        if (Now >= _nextSecond)
        {
            _nextSecond = Now + 1_000_000;
            if (_log.TakeLoss() is { } loss)
            {
                Estimate.UpdateLoss(loss, _sentBytes * 8);
            }

            _sentBytes = 0;
        }
    }

    private void Send()
    {
        Estimate.RoundTripMicros = 2 * OneWayMicros;
        Estimate.Tick(Now);
        _credit += Math.Min(Application, Estimate.BitsPerSecond) / 8_000.0;
        for (; _credit >= PacketBytes; _credit -= PacketBytes)
        {
            Send(PacketBytes, 0);
        }

        if (Probes && Now % 10_000 == 0)
        {
            _plan.Tick(Math.Max(Application, Wanted), Now);
            while (Estimate.Probe.IsDue(Now))
            {
                Estimate.Probe.CountSent(200);
                ProbeBytes += 200;
                Send(200, Estimate.Probe.Number);
            }
        }
    }

    private void Send(int bytes, byte cluster)
    {
        _sentBytes += bytes;
        Estimate.CountSent(Now);
        _log.Add(_next++, bytes, Now, cluster);
        var waits = Math.Max(0, _linkFree - Now);
        if (waits > QueueLimitMicros || _dice.Chance(LossPercent))
        {
            return;
        }

        LongestQueueMicros = Math.Max(LongestQueueMicros, waits);
        _linkFree = Math.Max(_linkFree, Now) + (bytes * 8_000_000L / BitsPerSecond);
        _onTheWay.Enqueue((ushort)(_next - 1), _linkFree + OneWayMicros);
    }
}
