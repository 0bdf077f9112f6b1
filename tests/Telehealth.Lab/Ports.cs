using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Telehealth.Lab;

/// <summary>Free ports that stay free: below the range from which the kernel takes ports for outgoing connections, so that a process
/// that was killed finds its own again.</summary>
public static class Ports
{
    private const int First = 12_000;
    private const int Last = 32_000;
    private static readonly Lock _lock = new();
    private static readonly HashSet<int> _given = [];

    /// <summary>Free by TCP and by UDP.</summary>
    public static int Take()
    {
        lock (_lock)
        {
            while (true)
            {
                var port = RandomNumberGenerator.GetInt32(First, Last);
                if (IsFree(port, SocketType.Stream, ProtocolType.Tcp) && IsFree(port, SocketType.Dgram, ProtocolType.Udp) && _given.Add(port))
                {
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port, SocketType type, ProtocolType protocol)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
