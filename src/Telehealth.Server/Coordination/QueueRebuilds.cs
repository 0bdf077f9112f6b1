namespace Telehealth.Coordination;

/// <summary>How often this process found a queue missing in Redis and built it from the rows.</summary>
internal sealed class QueueRebuilds(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private int _count;
    private DateTimeOffset? _lastAt;

    public (int Count, DateTimeOffset? LastAt) Read()
    {
        lock (_gate)
        {
            return (_count, _lastAt);
        }
    }

    public void Add()
    {
        lock (_gate)
        {
            (_count, _lastAt) = (_count + 1, clock.GetUtcNow());
        }
    }
}
