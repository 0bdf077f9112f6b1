using Telehealth.Media.Rtp;

namespace Telehealth.Media.Peer;

/// <summary>Takes a datagram at the end of a link, and when it came.</summary>
internal delegate void LinkEnd(ReadOnlySpan<byte> datagram, long arrival);

/// <summary>
/// One direction of a bad network: datagrams go in with the time and come out when they are due, or not at all. The same seed and
/// the same times give the same fate. One thread uses it.
/// </summary>
internal sealed class ImpairedLink(LinkShape shape, uint seed)
{
    /// <summary>IPv4 and UDP.</summary>
    private const int HeaderBytes = 28;

    private const int Scale = 1_000_000;
    private const int ReorderMicros = 30_000;

    private readonly Dice _dice = new(seed);
    private readonly PriorityQueue<(byte[] Datagram, LinkEnd End), (long Due, long Order)> _travelling = new();
    private long _order;
    private long _lastDue;
    private long _freeAt;
    private long _stateEnds;
    private bool _isBurst;

    /// <summary>May change while datagrams travel.</summary>
    public LinkShape Shape { get; set; } = shape;

    public long Offered { get; private set; }

    /// <summary>By chance or in a burst.</summary>
    public long Lost { get; private set; }

    /// <summary>By the bottleneck's full queue.</summary>
    public long Overflowed { get; private set; }

    public long Duplicated { get; private set; }

    /// <summary>When the next datagram comes out; <see cref="long.MaxValue"/> when none travels.</summary>
    public long NextDue => _travelling.TryPeek(out _, out var first) ? first.Due : long.MaxValue;

    /// <summary>Sends a datagram on its way to <paramref name="end"/>; connections that share the link share its queue and its luck.</summary>
    public void Offer(ReadOnlySpan<byte> datagram, long now, LinkEnd end)
    {
        Offered++;
        // Drawn for every datagram, so that one setting does not change the fate that another deals.
        var isLost = Chance(Shape.LossPercent) | (InBurst(now) && Chance(Shape.BurstLossPercent));
        var isHeld = Chance(Shape.ReorderPercent);
        var isTwin = Chance(Shape.DuplicatePercent);
        var jitter = Jitter();
        if (isLost)
        {
            Lost++;
            return;
        }

        if (!TryPass(datagram.Length, now, out var passed))
        {
            Overflowed++;
            return;
        }

        var due = Math.Max(passed + (Shape.DelayMs * 1000L) + jitter, _lastDue);
        if (isHeld)
        {
            // Those behind it keep the pace of those before.
            Travel(datagram, due + ReorderMicros, end);
        }
        else
        {
            _lastDue = due;
            Travel(datagram, due, end);
        }

        if (isTwin)
        {
            Duplicated++;
            Travel(datagram, due, end);
        }
    }

    /// <summary>Delivers every datagram whose time has come.</summary>
    public void Deliver(long now)
    {
        while (NextDue <= now && _travelling.TryDequeue(out var next, out var key))
        {
            next.End(next.Datagram, key.Due);
        }
    }

    private void Travel(ReadOnlySpan<byte> datagram, long due, LinkEnd end) =>
        _travelling.Enqueue((datagram.ToArray(), end), (due, _order++));

    private bool TryPass(int length, long now, out long passed)
    {
        passed = now;
        if (Shape.Kbps == 0)
        {
            return true;
        }

        var start = Math.Max(now, _freeAt);
        if (start - now > Shape.QueueMs * 1000L)
        {
            return false;
        }

        _freeAt = start + ((length + HeaderBytes) * 8_000L / Shape.Kbps);
        passed = _freeAt;
        return true;
    }

    private bool InBurst(long now)
    {
        if (Shape.BurstEveryMs == 0)
        {
            return false;
        }

        // A link that was unused for long need not go through every state it would have had.
        if (_stateEnds == 0 || now - _stateEnds > 60_000_000)
        {
            (_isBurst, _stateEnds) = (false, now + Exponential(Shape.BurstEveryMs));
        }

        while (now >= _stateEnds)
        {
            _isBurst = !_isBurst;
            _stateEnds += Exponential(_isBurst ? Shape.BurstMs : Shape.BurstEveryMs);
        }

        return _isBurst;
    }

    private bool Chance(double percent) => Fraction() * 100 < percent;

    private double Fraction() => (_dice.Below(Scale) + 0.5) / Scale;

    private long Exponential(int meanMs) => (long)(-Math.Log(Fraction()) * meanMs * 1000);

    // Half of a normal distribution (Box and Muller): nothing travels faster than the delay.
    private long Jitter()
    {
        var (first, second) = (Fraction(), Fraction());
        return (long)(Math.Abs(Math.Sqrt(-2 * Math.Log(first)) * Math.Cos(2 * Math.PI * second)) * Shape.JitterMs * 1000);
    }
}
