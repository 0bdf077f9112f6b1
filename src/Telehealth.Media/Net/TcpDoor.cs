using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>Listens, and hands over who comes; looks away while the system has no descriptors left. Only the loop's thread touches this.</summary>
internal sealed class TcpDoor : IDisposable
{
    private const int Backlog = 512;
    private const int AcceptsPerTurn = 64;

    // Half a second of video; the kernel would take megabytes, and all of it would be late.
    private const int KernelSendBytes = 64 * 1024;

    private readonly Socket _listener;
    private readonly Sleeper _sleeper;
    private readonly Action<Socket, RemoteAddress> _onCome;
    private bool _isOpen;

    /// <summary>Binds and listens; throws when it cannot.</summary>
    public TcpDoor(IPEndPoint bind, Sleeper sleeper, Action<Socket, RemoteAddress> onCome)
    {
        _sleeper = sleeper;
        _onCome = onCome;
        _listener = new Socket(bind.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (bind.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _listener.DualMode = true;
            }

            _listener.Blocking = false;
            _listener.Bind(bind);
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }

        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Open();
    }

    public int Port { get; }

    /// <summary>Listens again when it had to stop.</summary>
    public void Open() => _isOpen = _isOpen || _sleeper.TryWatch(_listener, AcceptWaiting);

    public void Dispose() => _listener.Dispose();

    private void AcceptWaiting()
    {
        for (var count = 0; count < AcceptsPerTurn && _listener.Poll(0, SelectMode.SelectRead); count++)
        {
            try
            {
                Take(_listener.Accept());
            }
            catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset)
            {
                // Gone before we looked.
            }
            catch (SocketException)
            {
                // No descriptors are left: listening on would spin. The sweep tries again.
                _isOpen = false;
                _sleeper.Forget(_listener);
                return;
            }
        }
    }

    private void Take(Socket socket)
    {
        RemoteAddress address;
        try
        {
            address = RemoteAddress.From((IPEndPoint)socket.RemoteEndPoint!);
            socket.Blocking = false;
            socket.NoDelay = true;
            socket.SendBufferSize = KernelSendBytes;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return;
        }

        _onCome(socket, address);
    }
}
