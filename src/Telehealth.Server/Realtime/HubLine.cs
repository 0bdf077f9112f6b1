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

    /// <summary>So long a sender waits for a connection that is suddenly full; a browser that stays slow holds nobody up.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    /// <summary>Most tabs are in no group, most others in one or two.</summary>
    private string[] _audiences = [];
    private int _waitingBytes;
    private long _waitingSince;
    private int _isCut;

    public string Id => connection.ConnectionId;

    public string? User => connection.UserIdentifier;

    public bool IsOfSession(string session) => connection.User.HasClaim(Identity.SessionClaims.Session, session);

    /// <param name="role">Empty for any.</param>
    public bool IsOfPerson(string practitioner, string role) =>
        connection.User.HasClaim(Identity.SessionClaims.Practitioner, practitioner)
        && (role.Length == 0 || connection.User.HasClaim(Identity.SessionClaims.RoleId, role));

    /// <summary>What the connection cannot take now is counted against it.</summary>
    /// <returns>Null when it took it, or has been slow for a while; else what a sender does well to wait for a moment.</returns>
    public Task? Write(SerializedHubMessage message, int bytes)
    {
        var write = connection.WriteAsync(message);
        if (write.IsCompletedSuccessfully)
        {
            return null;
        }

        var waiting = WaitAsync(write, bytes);
        var since = Interlocked.Read(ref _waitingSince);
        return since != 0 && TimeProvider.System.GetElapsedTime(since) > Grace ? null : waiting;
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

    /// <summary>Which audiences it must leave at its end.</summary>
    public void Remember(string audience)
    {
        lock (this)
        {
            if (!_audiences.Contains(audience, StringComparer.Ordinal))
            {
                _audiences = [.. _audiences, audience];
            }
        }
    }

    public void Forget(string audience)
    {
        lock (this)
        {
            _audiences = [.. _audiences.Where(known => known != audience)];
        }
    }

    public string[] TakeAudiences()
    {
        lock (this)
        {
            return Interlocked.Exchange(ref _audiences, []);
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
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The connection is ending; SignalR deals with it.
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
