using System.Threading.Channels;

namespace Telehealth.Media;

/// <summary>
/// What waits to be told to one client. The room's loop writes, the signalling side reads; a slow reader finds only the newest
/// state, and is given up when even that does not fit.
/// </summary>
internal sealed class SeatOutbox : ChannelReader<SeatEvent>
{
    // One state event of each kind and at most one offer in 150 ms: whoever is this far behind has gone.
    private const int Capacity = 64;

    // Held for a few list operations only; never while anything else is called.
    private readonly Lock _gate = new();
    private readonly List<SeatEvent> _waiting = [];
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private bool _closed;

    public override Task Completion => _completed.Task;

    /// <summary>Completes when nothing more will be told, read or not.</summary>
    public Task Ended => _ended.Task;

    /// <summary>False when the reader has fallen too far behind.</summary>
    public bool TryPush(SeatEvent happened)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return true;
            }

            var stale = _waiting.FindIndex(waiting => Replaces(happened, waiting));
            if (stale >= 0)
            {
                _waiting[stale] = happened;
            }
            else if (_waiting.Count < Capacity)
            {
                _waiting.Add(happened);
            }
            else
            {
                return false;
            }
        }

        _signal.Writer.TryWrite(true);
        return true;
    }

    private static bool Replaces(SeatEvent happened, SeatEvent waiting) => happened switch
    {
        SeatEvent.Offered => false,
        SeatEvent.Muted muted => waiting is SeatEvent.Muted before && before.Source == muted.Source,
        _ => happened.GetType() == waiting.GetType(),
    };

    /// <summary>Nothing comes after this; what still waited is moot.</summary>
    public void Close(string reason)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _waiting.Clear();
            _waiting.Add(new SeatEvent.Closed(reason));
        }

        _signal.Writer.TryComplete();
        _ended.TrySetResult();
    }

    public override bool TryRead(out SeatEvent item)
    {
        var last = false;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                item = null!;
                return false;
            }

            item = _waiting[0];
            _waiting.RemoveAt(0);
            last = _closed && _waiting.Count == 0;
        }

        if (last)
        {
            _completed.TrySetResult();
        }

        return true;
    }

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count > 0 || _closed)
                {
                    return _waiting.Count > 0;
                }
            }

            if (await _signal.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _signal.Reader.TryRead(out _);
            }
        }
    }
}
