using System.Net;
using Microsoft.Extensions.Logging;

namespace Telehealth.Media.Ice;

/// <summary>One thread that owns one UDP port and everything of the rooms on it: no locks on the packet path.</summary>
internal sealed class MediaLoop : IAsyncDisposable
{
    public MediaLoop(IPAddress bind, int port, TimeProvider clock, ILogger log)
    {
        _ = (bind, port, clock, log);
    }

    /// <summary>Every ten milliseconds on the loop's thread, with <see cref="NowMicros"/>.</summary>
    public event Action<long>? Tick
    {
        add => throw new NotImplementedException();
        remove => throw new NotImplementedException();
    }

    public IPEndPoint LocalEndPoint => throw new NotImplementedException();

    public bool IsRunning => throw new NotImplementedException();

    /// <summary>Exceptions that escaped a handler; each one is a bug.</summary>
    public long Faults => throw new NotImplementedException();

    /// <summary>Monotonic; its zero means nothing.</summary>
    public long NowMicros => throw new NotImplementedException();

    /// <summary>Binds the port and starts the thread; throws when the port cannot be bound.</summary>
    public void Start() => throw new NotImplementedException();

    /// <summary>Runs the work on the loop's thread, soon and in order. From any thread; dropped once the loop has stopped.</summary>
    public void Post(Action work) => throw new NotImplementedException();

    /// <summary>On the loop's thread only.</summary>
    public Transport CreateTransport(TransportSettings settings, ITransportOwner owner) => throw new NotImplementedException();

    /// <summary>Closes every transport, runs what was posted before and stops the thread.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
