using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Telehealth.Media.Dtls;
using Telehealth.Media.Net;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Ice;

/// <summary>One thread that owns one UDP port and everything of the rooms on it: no locks on the packet path.</summary>
internal sealed class MediaLoop : IAsyncDisposable
{
    /// <summary>Spare bytes that packet buffers keep behind the packet, enough for any SRTP trailer.</summary>
    public const int SpareBytes = 32;

    private const int DatagramBytes = 2048;
    private const long TickMicros = 10_000;

    // Posted work and timers get their turn after this many packets.
    private const int PacketsPerTurn = 64;

    // An OpenSSL association takes about 50 KiB while it shakes hands.
    private const int MaxHandshakes = 512;

    private static readonly TimeSpan _identityAge = TimeSpan.FromDays(14);

    private readonly IPAddress _bind;
    private readonly int _port;
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly ILogger _log;
    private readonly LoopGuard _guard;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly WakeSignal _wake = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _tickLock = new();
    private readonly byte[] _received = new byte[DatagramBytes];
    private readonly byte[] _plain = new byte[DatagramBytes + SpareBytes];
    private readonly byte[] _scratch = new byte[DatagramBytes + SpareBytes];
    private Action<long>[] _tickHandlers = [];
    private DtlsIdentity _identity;
    private UdpPort? _udp;
    private Task _warmUp = Task.CompletedTask;
    private Thread? _thread;
    private long _nextTickMicros;
    private int _handshaking;
    private volatile bool _stopping;
    private volatile bool _running;

    public MediaLoop(IPAddress bind, int port, TimeProvider clock, ILogger log)
    {
        _bind = bind;
        _port = port;
        _time = clock;
        _clock = new MonotonicClock(clock);
        _log = log;
        _guard = new LoopGuard(log, Counters, clock);
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

    public bool IsRunning => _running;

    public LoopCounters Counters { get; } = new();

    /// <summary>Exceptions that escaped a handler; each one is a bug.</summary>
    public long Faults => Counters.Faults;

    /// <summary>Monotonic; its zero means nothing.</summary>
    public long NowMicros => _clock.NowMicros;

    internal UdpPort Port => _udp ?? throw new InvalidOperationException("The media loop has not been started.");

    internal TransportTable Table { get; } = new();

    /// <summary>Holds one packet on its way out.</summary>
    internal Span<byte> Scratch => _scratch;

    /// <summary>Holds one decrypted packet while its owner looks at it.</summary>
    internal Span<byte> Plain => _plain;

    /// <summary>Binds the port and starts the thread; throws when the port cannot be bound.</summary>
    public void Start()
    {
        _udp = new UdpPort(_bind, _port);
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
        _wake.Raise();
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
            _wake.Raise();
            await _ended.Task;
        }

        await _warmUp;
        _identity.Dispose();
        _wake.Dispose();
        _udp?.Dispose();
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

    private unsafe void Run()
    {
        var entries = stackalloc NativeCalls.PollEntry[2];
        entries[0] = new NativeCalls.PollEntry { Handle = Port.Handle, Wanted = NativeCalls.Readable };
        entries[1] = new NativeCalls.PollEntry { Handle = _wake.Handle, Wanted = NativeCalls.Readable };
        while (!_stopping)
        {
            var sleepMicros = Math.Clamp(_nextTickMicros - NowMicros, 0, TickMicros);
            _ = NativeCalls.Poll(entries, 2, (int)((sleepMicros + 999) / 1000));
            _wake.Lower();
            RunPosted();
            ReceivePackets();
            RunTick();
        }

        RunPosted();
        foreach (var transport in Table.All.ToArray())
        {
            _guard.Run(static transport => transport.Close(), transport);
        }

        _running = false;
        _ended.SetResult();
    }

    private void RunPosted()
    {
        while (_posted.TryDequeue(out var work))
        {
            _guard.Run(static work => work(), work);
        }
    }

    private void ReceivePackets()
    {
        for (var count = 0; count < PacketsPerTurn; count++)
        {
            var length = Port.Receive(_received, out var from);
            if (length < 0)
            {
                return;
            }

            try
            {
                Dispatch(_received.AsSpan(0, length), from);
            }
            catch (Exception fault)
            {
                _guard.OnFault(fault);
            }
        }
    }

    private void Dispatch(ReadOnlySpan<byte> datagram, in RemoteAddress from)
    {
        Counters.DatagramsReceived++;
        var now = NowMicros;
        var kind = PacketKinds.Of(datagram);
        switch (kind)
        {
            case PacketKind.Unknown:
                Counters.DroppedUnknownKind++;
                return;
            case PacketKind.Stun:
                OnStun(datagram, from, now);
                return;
        }

        var transport = Table.Find(from);
        if (transport is null)
        {
            Counters.DroppedUnvalidated++;
        }
        else if (kind == PacketKind.Dtls)
        {
            transport.OnDtls(datagram);
        }
        else
        {
            transport.OnMedia(datagram, kind == PacketKind.Rtcp, from, now);
        }
    }

    // Whoever does not know the password gets silence, so the port answers no scan and mirrors nothing.
    private void OnStun(ReadOnlySpan<byte> datagram, in RemoteAddress from, long now)
    {
        if (!StunMessage.TryRead(datagram, out var message)
            || message.Type != StunFormat.BindingRequest
            || !message.HasFingerprint
            || Table.FindByUsername(message.Username) is not { } transport
            || !transport.OnCheck(message, from, now))
        {
            Counters.DroppedStun++;
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

        foreach (var handler in _tickHandlers)
        {
            _guard.Run(static (handler, now) => handler(now), handler, now);
        }
    }
}
