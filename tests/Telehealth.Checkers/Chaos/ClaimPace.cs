using System.Diagnostics;

namespace Telehealth.Checkers.Chaos;

/// <summary>Holds all claimers back, lets them go, and counts what they take.</summary>
internal sealed class ClaimPace
{
    private volatile TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _taken;
    private long _since;
    private long _takenBefore;
    private long _takenLast;
    private long _underWay;
    private long _found;

    /// <summary>Nothing but claims: for the rate at which the store is to be emptied.</summary>
    public bool IsHurried { get; set; }

    /// <summary>Nobody comes any more: whoever finds the queue empty goes home.</summary>
    public bool IsOver { get; set; }

    public long TakenSoFar => Interlocked.Read(ref _taken);

    /// <summary>Calls for the next patient that were sent and have no answer yet.</summary>
    public long UnderWay => Interlocked.Read(ref _underWay);

    /// <summary>Of them, whom doctors found among their own patients, because the answer to the call was lost.</summary>
    public long FoundSoFar => Interlocked.Read(ref _found);

    /// <summary>What was taken since the gate was opened, and how long that took to the last one.</summary>
    public (long Taken, TimeSpan Time) SinceGo => TakenSoFar == _takenBefore
        ? (0, TimeSpan.Zero)
        : (TakenSoFar - _takenBefore, Stopwatch.GetElapsedTime(_since, Interlocked.Read(ref _takenLast)));

    public Task WaitAsync(CancellationToken cancellation) => _gate.Task.WaitAsync(cancellation);

    public async Task<Answer> ClaimAsync(Func<Task<Answer>> ask)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            return await ask();
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    public void Taken()
    {
        Interlocked.Increment(ref _taken);
        Interlocked.Exchange(ref _takenLast, Stopwatch.GetTimestamp());
    }

    public void Found() => Interlocked.Increment(ref _found);

    /// <summary>Who waits already goes on waiting at the same gate.</summary>
    public void Hold()
    {
        if (_gate.Task.IsCompleted)
        {
            _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Go()
    {
        (_since, _takenBefore) = (Stopwatch.GetTimestamp(), TakenSoFar);
        _gate.TrySetResult();
    }
}
