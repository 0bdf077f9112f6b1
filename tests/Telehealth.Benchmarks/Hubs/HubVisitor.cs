using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Telehealth.Benchmarks.Hubs;

/// <summary>One browser tab at a hub as light as it can be: a plain socket that speaks just enough of web sockets and SignalR's JSON
/// protocol. It comes back by itself as the browser's client does.</summary>
internal sealed class HubVisitor(IPEndPoint hub, IPAddress from, string path, string cookie, string callPass)
{
    private const double FirstPauseMs = 300;
    private const double LongestPauseMs = 10_000;
    private const double LongestPauseInCallMs = 1_500;
    private const int Switching = 101;
    private const int Busy = 503;

    private static readonly TimeSpan _longestHandshake = TimeSpan.FromSeconds(10);
    private static readonly byte[] _hello = WebSocketFrames.Text("{\"protocol\":\"json\",\"version\":1}\u001e");

    private Socket? _socket;

    public bool IsInCall => callPass.Length > 0;

    /// <summary>When it was in for the last time, as a timestamp of this machine; 0 while it is out.</summary>
    public long InSince { get; private set; }

    /// <summary>Times it was told to come later, since it was last in.</summary>
    public int Refusals { get; private set; }

    /// <summary>Status numbers other than those that are part of the game.</summary>
    public static int Strange { get; private set; }

    /// <summary>Messages received; approximate on purpose: it counts SignalR's separators.</summary>
    public long Heard { get; private set; }

    public async Task LiveAsync(SemaphoreSlim arriving, CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested; failures++)
        {
            await arriving.WaitAsync(stopping);
            TimeSpan? comeAgain = null;
            try
            {
                comeAgain = await ArriveAsync(stopping);
            }
            catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException
                || (error is OperationCanceledException && !stopping.IsCancellationRequested))
            {
                _socket?.Dispose();
            }
            finally
            {
                arriving.Release();
            }

            if (InSince != 0)
            {
                await StayAsync(stopping);
                failures = 0;
            }

            await Task.Delay(comeAgain ?? Pause(failures), stopping);
        }
    }

    public void Send(byte[] frame)
    {
        if (InSince == 0)
        {
            return;
        }

        try
        {
            _socket!.Send(frame);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The reader notices as well.
        }
    }

    public void Leave() => _socket?.Dispose();

    /// <summary>Null when it is in or nobody answered; else how long it was told to wait.</summary>
    private async Task<TimeSpan?> ArriveAsync(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(_longestHandshake);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket = socket;
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(hub, limit.Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Request()), limit.Token);
        var (status, head, early) = await ReadHeadAsync(socket, limit.Token);
        if (status == Switching)
        {
            await socket.SendAsync(_hello, limit.Token);

            // The hub's answer to the hello, the first thing it says.
            if (early == 0 && await socket.ReceiveAsync(new byte[256], limit.Token) == 0)
            {
                throw new IOException("The hub closed instead of answering.");
            }

            InSince = TimeProvider.System.GetTimestamp();
            Refusals = 0;
            return null;
        }

        socket.Dispose();
        if (status != Busy)
        {
            Strange++;
            return null;
        }

        Refusals++;
        var at = head.IndexOf("Retry-After: ", StringComparison.OrdinalIgnoreCase);
        var seconds = at < 0 ? 1 : int.Parse(head.AsSpan(at + 13, head.IndexOf('\r', at) - at - 13), CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(seconds - 1 + Chance());
    }

    /// <summary>Reads until the connection ends. A read of nothing waits, so that a silent connection needs no buffer.</summary>
    private async Task StayAsync(CancellationToken stopping)
    {
        var socket = _socket!;
        try
        {
            while (true)
            {
                await socket.ReceiveAsync(Memory<byte>.Empty, stopping);
                if (Drain(socket) == 0)
                {
                    break;
                }
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // It ended.
        }

        InSince = 0;
        socket.Dispose();
    }

    private int Drain(Socket socket)
    {
        Span<byte> buffer = stackalloc byte[16 * 1024];
        var received = socket.Receive(buffer);
        Heard += buffer[..received].Count((byte)0x1e);
        return received;
    }

    private TimeSpan Pause(int failures)
    {
        var longest = IsInCall ? LongestPauseInCallMs : LongestPauseMs;
        return TimeSpan.FromMilliseconds(Chance() * Math.Min(longest, FirstPauseMs * Math.Pow(2, Math.Min(failures, 16))));
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;

    private string Request()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"GET {path} HTTP/1.1\r\nHost: {hub}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        text.Append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        text.Append(cookie.Length > 0 ? $"Cookie: {cookie}\r\n" : "").Append(IsInCall ? $"X-Telehealth-Call: {callPass}\r\n" : "");
        return text.Append("\r\n").ToString();
    }

    private static async Task<(int Status, string Head, int Early)> ReadHeadAsync(Socket socket, CancellationToken cancellation)
    {
        var buffer = new byte[8 * 1024];
        for (var length = 0; length < buffer.Length;)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (received == 0)
            {
                break;
            }

            length += received;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = Encoding.ASCII.GetString(buffer, 0, end + 2);
                return (int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head, length - end - 4);
            }
        }

        throw new IOException("The answer ended within its head.");
    }
}
