using System.Collections.Concurrent;
using Telehealth.Media.Net;

namespace Telehealth.Media.Peer;

/// <summary>One thread that drives any number of peers, each on its own UDP socket, as browsers of their own would be.</summary>
internal sealed unsafe class PeerLoop : IDisposable
{
    private const long TickMicros = 5_000;

    private readonly MonotonicClock _clock;
    private readonly KernelClock _kernelClock;
    private readonly int _napMs;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly WakeSignal _wake = new();
    private readonly List<PeerTransport> _transports = [];
    private readonly ReceiveBatch _batch = new();
    private readonly Thread _thread;
    private NativeCalls.PollEntry[] _entries = [];
    private PeerTransport[] _impaired = [];
    private long _nextTick;
    private volatile bool _stopping;

    /// <param name="clock">Shared by loops whose times are compared.</param>
    /// <param name="napMs">
    /// Sleeps as long before each look at the sockets instead of being woken by every packet: what a load generator needs to keep
    /// up, and as on a real network the server does not pay for waking its receivers. Arrival times are the kernel's, so naps do
    /// not show in them.
    /// </param>
    public PeerLoop(MonotonicClock? clock = null, int napMs = 0)
    {
        _clock = clock ?? new MonotonicClock(TimeProvider.System);
        _kernelClock = new KernelClock(_clock, TimeProvider.System);
        _napMs = napMs;
        _thread = new Thread(Run) { IsBackground = true, Name = "peers" };
        _thread.Start();
    }

    public long NowMicros => _clock.NowMicros;

    /// <summary>The first exception that escaped a peer; tests rethrow it instead of waiting in vain.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Runs on the loop's thread and comes back with the result.</summary>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _posted.Enqueue(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        _wake.Raise();
        return done.Task;
    }

    public Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    /// <summary>On the loop's thread.</summary>
    public void Add(PeerTransport transport)
    {
        _transports.Add(transport);
        _entries = [];
    }

    /// <summary>On the loop's thread.</summary>
    public void Remove(PeerTransport transport)
    {
        _transports.Remove(transport);
        _entries = [];
    }

    /// <summary>A transport has changed its socket.</summary>
    public void SocketsChanged() => _entries = [];

    public void Dispose()
    {
        _stopping = true;
        _wake.Raise();
        _thread.Join();
        foreach (var transport in _transports.ToArray())
        {
            transport.Dispose();
        }

        _wake.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            try
            {
                Turn();
            }
            catch (Exception fault)
            {
                Fault ??= fault;
            }
        }
    }

    private void Turn()
    {
        if (_entries.Length == 0)
        {
            _entries = [Entry(_wake.Handle), .. _transports.Select(transport => Entry(transport.SocketHandle))];
            _impaired = [.. _transports.Where(transport => transport.IsImpaired)];
        }

        Sleep();
        _kernelClock.Update(NowMicros);
        var polled = _entries;
        _wake.Lower();
        for (var at = 1; at < polled.Length && ReferenceEquals(polled, _entries); at++)
        {
            if (polled[at].Happened != 0)
            {
                _transports[at - 1].ReceiveAll(_batch, _kernelClock);
            }
        }

        foreach (var transport in _impaired)
        {
            transport.Drain(NowMicros);
        }

        while (_posted.TryDequeue(out var work))
        {
            work();
        }

        var now = NowMicros;
        if (now >= _nextTick)
        {
            _nextTick = now + TickMicros;
            foreach (var transport in _transports.ToArray())
            {
                transport.OnTick(now);
            }
        }
    }

    private void Sleep()
    {
        var until = _nextTick;
        foreach (var transport in _impaired)
        {
            until = Math.Min(until, transport.NextDue);
        }

        var sleep = (int)Math.Clamp((until - NowMicros + 999) / 1000, 0, TickMicros / 1000);
        if (_napMs > 0)
        {
            Thread.Sleep(_napMs);
            sleep = 0;
        }

        fixed (NativeCalls.PollEntry* entries = _entries)
        {
            _ = NativeCalls.Poll(entries, (nuint)_entries.Length, sleep);
        }
    }

    private static NativeCalls.PollEntry Entry(int handle) => new() { Handle = handle, Wanted = NativeCalls.Readable };
}
