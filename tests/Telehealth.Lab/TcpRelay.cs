using System.Net;
using System.Net.Sockets;

namespace Telehealth.Lab;

/// <summary>One link that can be cut without root: everything a node says to a store goes through here.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, Ports.Take());
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly int _target;
    private readonly Task _accepting;
    private TaskCompletionSource _gate = Opened();
    private volatile bool _isRefusing;

    /// <param name="target">A port of this machine.</param>
    public TcpRelay(int target)
    {
        _target = target;
        _listener.Start(1024);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Nothing passes any more, in either direction, and nobody is told: what a dropped network looks like. What was sent
    /// meanwhile arrives after <see cref="Heal"/>.</summary>
    public void Stall()
    {
        lock (_lock)
        {
            if (_gate.Task.IsCompleted)
            {
                _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Ends every connection and refuses new ones: what a process that ended looks like.</summary>
    public void Refuse()
    {
        _isRefusing = true;
        Cut();
    }

    /// <summary>Ends every connection now; new ones pass.</summary>
    public void Cut()
    {
        TcpClient[] open;
        lock (_lock)
        {
            open = [.. _open];
        }

        foreach (var client in open)
        {
            client.Client?.Close(0);
        }
    }

    public void Heal()
    {
        _isRefusing = false;
        lock (_lock)
        {
            _gate.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _ending.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                _ = ServeAsync(client);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The next turn ends the loop, or takes the next one.
            }
        }
    }

    private async Task ServeAsync(TcpClient near)
    {
        using var far = new TcpClient();
        using (near)
        {
            if (_isRefusing)
            {
                near.Client.Close(0);
                return;
            }

            Keep(near, far);
            try
            {
                await PassAsync();
                await far.ConnectAsync(IPAddress.Loopback, _target, _ending.Token);
                near.NoDelay = far.NoDelay = true;
                await Task.WhenAny(PumpAsync(near, far), PumpAsync(far, near));
            }
            catch (Exception error) when (IsOver(error))
            {
                // Closing both sides tells everybody.
            }
            finally
            {
                Forget(near, far);
                near.Client?.Close(0);
                far.Client?.Close(0);
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            var (source, target) = (from.GetStream(), to.GetStream());
            while (await source.ReadAsync(buffer, _ending.Token) is > 0 and var length)
            {
                await PassAsync();
                await target.WriteAsync(buffer.AsMemory(0, length), _ending.Token);
            }
        }
        catch (Exception error) when (IsOver(error))
        {
            // As above.
        }

        // A side that ended during a stall is not heard of before the link is whole again.
        await PassAsync();
    }

    private Task PassAsync()
    {
        lock (_lock)
        {
            return _gate.Task.WaitAsync(_ending.Token);
        }
    }

    private void Keep(TcpClient near, TcpClient far)
    {
        lock (_lock)
        {
            _open.Add(near);
            _open.Add(far);
        }
    }

    private void Forget(TcpClient near, TcpClient far)
    {
        lock (_lock)
        {
            _open.Remove(near);
            _open.Remove(far);
        }
    }

    private static bool IsOver(Exception error) =>
        error is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
