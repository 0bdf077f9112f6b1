using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Ice;

/// <summary>One thread that owns one UDP port and everything of the rooms on it: no locks on the packet path.</summary>
internal sealed class MediaLoop : IAsyncDisposable
{
    private const long TickMicros = 10_000;

    // An OpenSSL association takes about 50 KiB while it shakes hands.
    private const int MaxHandshakes = 512;

    private static readonly TimeSpan _identityAge = TimeSpan.FromDays(14);

    private readonly IPAddress _bind;
    private readonly int _port;
    private readonly bool _portable;
    private readonly int? _tcpPort;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly ILogger _log;
    private readonly LoopGuard _guard;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Sleeper _sleeper;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _tickLock = new();
    private readonly LoopPorts _ports;
    private Action<long>[] _tickHandlers = [];
    private DtlsIdentity _identity;
    private Task _warmUp = Task.CompletedTask;
    private Thread? _thread;
    private long _nextTickMicros;
    private int _handshaking;
    private volatile bool _stopping;
    private volatile bool _running;

    /// <param name="portable">Uses .NET's sockets even where the faster calls of Linux are to be had.</param>
    /// <param name="tcpPort">Where peers without UDP come in; 0 takes a free one, null opens none.</param>
    public MediaLoop(IPAddress bind, int port, TimeProvider clock, ILogger log, bool portable = false, int? tcpPort = null)
    {
        _tcpPort = tcpPort;
        _portable = portable || !OperatingSystem.IsLinux() || !Environment.Is64BitProcess;
        _sleeper = Sleeper.Create(_portable);
        OpenSslFiles.Find();
        _bind = bind;
        _port = port;
        _time = clock;
        _clock = new MonotonicClock(clock);
        _log = log;
        _guard = new LoopGuard(log, Counters, clock);
        _ports = new LoopPorts(_sleeper, _clock, new KernelClock(_clock, clock), Table, Counters, _guard);
        _identity = new DtlsIdentity(clock.GetUtcNow());
    }

    /// <summary>Every ten milliseconds on the loop's thread, with <see cref="NowMicros"/>.</summary>
    public event Action<long>? Tick
    {
        add
        {
            lock (_tickLock)
            {
                _tickHandlers = [.. _tickHandlers, value!];
            }
        }

        remove
        {
            lock (_tickLock)
            {
                var at = Array.LastIndexOf(_tickHandlers, value);
                _tickHandlers = at < 0 ? _tickHandlers : [.. _tickHandlers[..at], .. _tickHandlers[(at + 1)..]];
            }
        }
    }

    public IPEndPoint LocalEndPoint => Port.LocalEndPoint;

    /// <summary>Of passive TCP candidates; null where there are none.</summary>
    public int? TcpPort => _ports.TcpPort;

    /// <summary>TCP connections that are open, proven or not.</summary>
    public int TcpConnections => _ports.TcpConnections;

    public bool IsRunning => _running;

    public LoopCounters Counters { get; } = new();

    /// <summary>Exceptions that escaped a handler; each one is a bug.</summary>
    public long Faults => Counters.Faults;

    /// <summary>Monotonic; its zero means nothing.</summary>
    public long NowMicros => _clock.NowMicros;

    /// <summary>Packets leave it with the end of the turn in which they were committed.</summary>
    internal MediaPort Port => _ports.Udp;

    internal LoopPorts Ports => _ports;

    internal TransportTable Table { get; } = new();

    /// <summary>Binds the port and starts the thread; throws when the port cannot be bound.</summary>
    public void Start()
    {
        _ports.Open(_bind, _port, _tcpPort, _portable);
        _nextTickMicros = NowMicros + TickMicros;
        _running = true;
        var identity = _identity;
        _warmUp = Task.Run(() => DtlsWarmUp.Run(identity, _log));
        _thread = new Thread(Run) { IsBackground = true, Name = "media" };
        _thread.Start();
    }

    /// <summary>Runs the work on the loop's thread, soon and in order. From any thread.</summary>
    /// <returns>False, and the work is dropped, once the loop has stopped.</returns>
    public bool Post(Action work)
    {
        if (_stopping)
        {
            return false;
        }

        _posted.Enqueue(work);
        _sleeper.Wake();
        return true;
    }

    /// <summary>On the loop's thread only.</summary>
    public Transport CreateTransport(TransportSettings settings, ITransportOwner owner)
    {
        var now = _time.GetUtcNow();
        if (now - _identity.CreatedAt > _identityAge)
        {
            // Transports that live keep the old certificate.
            _identity = new DtlsIdentity(now);
        }

        return new Transport(this, settings, owner, _identity);
    }

    /// <summary>Runs what was posted before, closes every transport and stops the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_thread is not null)
        {
            _stopping = true;
            _sleeper.Wake();
            await _ended.Task;
        }

        await _warmUp;
        _identity.Dispose();
        _sleeper.Dispose();
        _ports.Dispose();
    }

    /// <summary>False while too many peers are half-way through DTLS; they try again by themselves.</summary>
    internal bool TryCountHandshake()
    {
        // Counted anew at every tick.
        if (_handshaking >= MaxHandshakes)
        {
            return false;
        }

        _handshaking++;
        return true;
    }

    private void Run()
    {
        while (!_stopping)
        {
            _guard.Run(static loop => loop.TakeTurn(), this);
        }

        RunPosted();
        foreach (var transport in Table.All.ToArray())
        {
            _guard.Run(static transport => transport.Close(), transport);
        }

        _ports.Flush();
        _running = false;
        _ended.SetResult();
    }

    private void TakeTurn()
    {
        _sleeper.Sleep(Math.Clamp(_nextTickMicros - NowMicros, 0, TickMicros));
        RunPosted();
        RunTick();
        _ports.Flush();
    }

    private void RunPosted()
    {
        while (_posted.TryDequeue(out var work))
        {
            _guard.Run(static work => work(), work);
        }
    }

    private void RunTick()
    {
        var now = NowMicros;
        if (now < _nextTickMicros)
        {
            return;
        }

        // A late tick is not made up for: what it drives looks at the time.
        _nextTickMicros = Math.Max(_nextTickMicros + TickMicros, now);
        _handshaking = 0;
        var transports = Table.All;
        for (var index = transports.Count - 1; index >= 0; index--)
        {
            var transport = transports[index];
            _guard.Run(static (transport, now) => transport.OnTick(now), transport, now);
            _handshaking += transport.IsHandshaking ? 1 : 0;
            index = Math.Min(index, transports.Count);
        }

        _ports.OnTick(now);
        foreach (var handler in _tickHandlers)
        {
            _guard.Run(static (handler, now) => handler(now), handler, now);
        }
    }
}
