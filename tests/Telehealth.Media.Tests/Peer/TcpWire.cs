using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Telehealth.Media.Peer;

/// <summary>A browser's active end of an ICE-TCP connection: packets framed by their length (RFC 4571).</summary>
internal sealed class TcpWire : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _received = new byte[256 * 1024];
    private int _length;

    public TcpWire(IPEndPoint server)
    {
        _socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(server);
    }

    public int Handle => (int)_socket.SafeHandle.DangerousGetHandle();

    public int LocalPort => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The server ended the connection.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Every byte goes alone, as through the worst of networks.</summary>
    public bool Dribbles { get; set; }

    /// <summary>Reads nothing, so that the server's side fills up.</summary>
    public bool HoldsReading { get; set; }

    public bool Send(ReadOnlySpan<byte> packet)
    {
        Span<byte> frame = stackalloc byte[2 + packet.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)packet.Length);
        packet.CopyTo(frame[2..]);
        return SendBytes(frame);
    }

    public bool SendBytes(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var sent = _socket.Send(Dribbles ? bytes[..1] : bytes, SocketFlags.None, out var error);
            if (error != SocketError.Success)
            {
                return false;
            }

            bytes = bytes[sent..];
        }

        return true;
    }

    /// <summary>Takes what has arrived, without waiting.</summary>
    public void Receive(Action<ReadOnlySpan<byte>> take)
    {
        while (!IsClosed && !HoldsReading && _socket.Poll(0, SelectMode.SelectRead))
        {
            var read = _socket.Receive(_received.AsSpan(_length), SocketFlags.None, out var error);
            if (read == 0 || error != SocketError.Success)
            {
                IsClosed = true;
                return;
            }

            _length += read;
            var at = 0;
            while (_length - at >= 2 && BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(at)) is var size && _length - at - 2 >= size)
            {
                take(_received.AsSpan(at + 2, size));
                at += 2 + size;
            }

            _received.AsSpan(at, _length - at).CopyTo(_received);
            _length -= at;
        }
    }

    public void Dispose() => _socket.Dispose();
}
