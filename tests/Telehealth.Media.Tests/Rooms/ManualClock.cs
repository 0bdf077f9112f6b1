namespace Telehealth.Media;

/// <summary>A clock that only the test moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _micros;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => Interlocked.Read(ref _micros);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _micros, (long)time.TotalMicroseconds);
}
