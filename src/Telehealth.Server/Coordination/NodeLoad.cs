namespace Telehealth.Coordination;

/// <summary>Rooms and seats on this node; registered by whoever holds them.</summary>
public delegate (int Rooms, int Seats) CountSeats();

/// <summary>Open connections of the clinic hub on this node; registered by whoever holds them.</summary>
public delegate int CountConnections();

/// <summary>How much of the machine this process used between two looks.</summary>
internal sealed class CpuMeter(TimeProvider clock)
{
    private long _lookedAt = clock.GetTimestamp();
    private TimeSpan _usedThen = Environment.CpuUsage.TotalTime;
    private double _share;

    /// <summary>0 to 1 of all processors, smoothed over about five looks.</summary>
    public double Look()
    {
        var (now, used) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var elapsed = clock.GetElapsedTime(_lookedAt, now);
        if (elapsed > TimeSpan.Zero)
        {
            var share = Math.Clamp((used - _usedThen) / elapsed / Environment.ProcessorCount, 0, 1);
            _share += (share - _share) / 3;
            (_lookedAt, _usedThen) = (now, used);
        }

        return Math.Round(_share, 3);
    }
}
