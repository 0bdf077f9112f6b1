using System.Diagnostics;

namespace Telehealth.Checkers.Chaos;

/// <summary>Holds all claimers back, lets them go, and counts what they take.</summary>
internal sealed class ClaimPace
{
    private volatile TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _taken;
    private long _since;
    private long _takenBefore;

    /// <summary>Nothing but claims: for the rate at which the store is to be emptied.</summary>
    public bool IsHurried { get; set; }

    public long TakenSoFar => Interlocked.Read(ref _taken);

    public double PerSecond => (TakenSoFar - _takenBefore) / Stopwatch.GetElapsedTime(_since).TotalSeconds;

    public Task WaitAsync(CancellationToken cancellation) => _gate.Task.WaitAsync(cancellation);

    public void Taken() => Interlocked.Increment(ref _taken);

    public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Go()
    {
        (_since, _takenBefore) = (Stopwatch.GetTimestamp(), TakenSoFar);
        _gate.TrySetResult();
    }
}
