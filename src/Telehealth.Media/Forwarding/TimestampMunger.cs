namespace Telehealth.Media.Forwarding;

/// <summary>When a source says that its RTP clock showed something, in the publisher's wall clock (from its sender reports).</summary>
internal readonly record struct ClockPoint(ulong Ntp, uint RtpTimestamp, long ArrivalMicros)
{
    public bool IsKnown => ArrivalMicros != 0;

    /// <summary>What the RTP clock shows at another wall-clock time.</summary>
    public uint RtpAt(ulong ntp, int clockRate)
    {
        // 32.32 fixed point: the difference keeps its sign in two's complement.
        var seconds = (long)(ntp - Ntp) / 4294967296.0;
        return RtpTimestamp + (uint)(long)Math.Round(seconds * clockRate);
    }

    public ulong NtpAt(uint rtpTimestamp, int clockRate)
    {
        var seconds = (int)(rtpTimestamp - RtpTimestamp) / (double)clockRate;
        return Ntp + (ulong)(long)(seconds * 4294967296.0);
    }
}

/// <summary>Keeps one receiver's RTP clock running evenly while its source changes. Only the room's loop touches this.</summary>
internal sealed class TimestampMunger(int clockRate)
{
    private uint _last;
    private long _lastMicros;
    private bool _started;

    /// <summary>Added to the current source's timestamps.</summary>
    public uint Offset { get; private set; }

    /// <summary>
    /// Makes <paramref name="timestamp"/> of a new source follow what was sent: by the sender reports of both sources when there are
    /// any (then sound and picture stay together), else by the time that has passed.
    /// </summary>
    public void Switch(uint timestamp, long nowMicros, in ClockPoint oldClock, in ClockPoint newClock)
    {
        if (!_started)
        {
            return;
        }

        var elapsed = (nowMicros - _lastMicros) * clockRate / 1_000_000;
        var byTime = _last + (uint)Math.Max(1, elapsed);
        var wanted = byTime;
        if (oldClock.IsKnown && newClock.IsKnown)
        {
            var byReports = oldClock.RtpAt(newClock.NtpAt(timestamp, clockRate), clockRate) + Offset;
            // A second off the passing of time is a broken clock, not a late frame.
            wanted = Math.Abs((int)(byReports - byTime)) < clockRate ? byReports : byTime;
        }

        // Never backwards, nor the same: that would be the old source's frame.
        Offset = ((int)(wanted - _last) > 0 ? wanted : _last + 1) - timestamp;
    }

    /// <summary>
    /// Lets the source begin with some frames of the past, before <paramref name="lastTimestamp"/>: they are shown a moment apart,
    /// because a receiver would play the delay that they really have for ever after.
    /// </summary>
    /// <returns>How far apart.</returns>
    public uint MakeRoom(uint lastTimestamp, int frames)
    {
        var moment = clockRate / 1000;
        if (!_started)
        {
            return (uint)moment;
        }

        var room = (int)(lastTimestamp + Offset - _last);
        if (room < frames)
        {
            Offset += (uint)(frames - room);
            room = frames;
        }

        return (uint)Math.Min(room / frames, moment);
    }

    public uint Map(uint timestamp, long nowMicros)
    {
        var mapped = timestamp + Offset;
        if (!_started || (int)(mapped - _last) > 0)
        {
            _last = mapped;
            _lastMicros = nowMicros;
            _started = true;
        }

        return mapped;
    }
}
