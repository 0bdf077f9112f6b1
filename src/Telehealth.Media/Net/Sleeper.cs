using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>
/// Where a loop's thread sleeps until one of its sockets can be read, another thread wakes it, or the time is up. Only the loop's
/// thread touches this, but for <see cref="Wake"/>.
/// </summary>
internal abstract class Sleeper : IDisposable
{
    public static Sleeper Create(bool portable) => portable ? new SelectSleeper() : new EpollSleeper();

    /// <summary>Calls <paramref name="readable"/> on the loop's thread whenever the socket can be read.</summary>
    /// <returns>False when the system watches no more sockets.</returns>
    public abstract bool TryWatch(Socket socket, Action readable);

    /// <summary>Before the socket is closed.</summary>
    public abstract void Forget(Socket socket);

    /// <summary>Sleeps for that long at most, then calls for every socket that can be read. Zero only looks.</summary>
    public abstract void Sleep(long micros);

    /// <summary>Ends the current or the next sleep. From any thread, at any time.</summary>
    public abstract void Wake();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
