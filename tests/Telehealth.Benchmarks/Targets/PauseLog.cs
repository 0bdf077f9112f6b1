namespace Telehealth.Benchmarks.Targets;

/// <summary>How long this process' garbage collections stopped its threads.</summary>
internal sealed class PauseLog : IDisposable
{
    // Collections are minutes apart in a server that allocates nothing per packet; none is overlooked. Waking for every look costs the
    // process under test, which is measured.
    private static readonly TimeSpan _spacing = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<double> _pauses = [];
    private readonly Timer _timer;
    private long _lastIndex;

    public PauseLog() => _timer = new Timer(_ => Look(), null, _spacing, _spacing);

    public ServerMessage Describe(long allocatedBytes)
    {
        lock (_gate)
        {
            var message = new ServerMessage("measured") { AllocatedBytes = allocatedBytes, Pauses = _pauses.Count };
            return _pauses.Count == 0
                ? message
                : message with { PauseP99Ms = Report.Percentile(_pauses, 99), PauseMaxMs = _pauses.Max() };
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        lock (_gate)
        {
            var seen = GC.CollectionCount(0);
            if (seen == _lastIndex)
            {
                return;
            }

            _lastIndex = seen;
            foreach (var pause in GC.GetGCMemoryInfo(GCKind.Any).PauseDurations)
            {
                if (pause > TimeSpan.Zero)
                {
                    _pauses.Add(pause.TotalMilliseconds);
                }
            }
        }
    }
}
