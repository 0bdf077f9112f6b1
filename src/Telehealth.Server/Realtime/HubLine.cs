using Microsoft.AspNetCore.SignalR;

namespace Telehealth.Realtime;

/// <summary>One connection of this node and what waits for it. A browser that does not read costs a bounded amount of memory for a
/// bounded time, then it is cut and may come back.</summary>
internal sealed class HubLine(HubConnectionContext connection)
{
    /// <summary>Unsent bytes a connection may have, half of them in its transport's own buffer.</summary>
    public const int MostUnsentBytes = 64 * 1024;

    public const int TransportBufferBytes = MostUnsentBytes / 2;

    public static readonly TimeSpan LongestUnsent = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _audiences = [];
    private int _waitingBytes;
    private long _waitingSince;
    private int _isCut;

    public string Id => connection.ConnectionId;

    public string? User => connection.UserIdentifier;

    public bool IsOfSession(string session) => connection.User.HasClaim(Identity.SessionClaims.Session, session);

    /// <summary>Never waits: what the connection cannot take now is counted against it.</summary>
    public void Write(SerializedHubMessage message, int bytes)
    {
        var write = connection.WriteAsync(message);
        if (!write.IsCompletedSuccessfully)
        {
            _ = WaitAsync(write, bytes);
        }
    }

    /// <summary>For the regular look at all lines.</summary>
    public void CutWhenStuck()
    {
        var since = Interlocked.Read(ref _waitingSince);
        if (since != 0 && TimeProvider.System.GetElapsedTime(since) > LongestUnsent)
        {
            Cut();
        }
    }

    public void Cut()
    {
        if (Interlocked.Exchange(ref _isCut, 1) == 0)
        {
            // SignalR's own abort waits for a write that is under way, and that one waits for the browser: the transport goes as well.
            var http = connection.GetHttpContext();
            connection.Abort();
            http?.Abort();
        }
    }

    /// <summary>Under the lock of the line: which audiences it must leave at its end.</summary>
    public bool Remember(string audience)
    {
        lock (_audiences)
        {
            return _audiences.Add(audience);
        }
    }

    public void Forget(string audience)
    {
        lock (_audiences)
        {
            _audiences.Remove(audience);
        }
    }

    public string[] TakeAudiences()
    {
        lock (_audiences)
        {
            var names = _audiences.ToArray();
            _audiences.Clear();
            return names;
        }
    }

    private async Task WaitAsync(ValueTask write, int bytes)
    {
        Interlocked.CompareExchange(ref _waitingSince, TimeProvider.System.GetTimestamp(), 0);
        if (Interlocked.Add(ref _waitingBytes, bytes) > MostUnsentBytes - TransportBufferBytes)
        {
            Cut();
        }

        try
        {
            await write;
        }
        finally
        {
            if (Interlocked.Add(ref _waitingBytes, -bytes) == 0)
            {
                Interlocked.Exchange(ref _waitingSince, 0);
            }
        }
    }
}
