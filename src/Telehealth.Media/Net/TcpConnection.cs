using System.Buffers.Binary;
using System.Net.Sockets;

namespace Telehealth.Media.Net;

/// <summary>Takes one frame of a connection; the span is valid during the call and may be written to.</summary>
internal delegate void TcpFrame(TcpConnection connection, Span<byte> frame);

/// <summary>
/// One accepted connection: packets framed by two bytes of length (RFC 4571), in bounded memory whatever the peer sends or does not
/// read. Only the loop's thread touches this.
/// </summary>
internal sealed class TcpConnection(Socket socket, in RemoteAddress address, long openedMicros) : IDisposable
{
    /// <summary>The longest frame, as for datagrams; who announces a longer one is cut off.</summary>
    public const int LongestFrame = ReceiveBatch.DatagramBytes;

    /// <summary>Room for one read and what was left of the one before.</summary>
    public const int ReadBytes = 64 * 1024;

    /// <summary>What waits beside the kernel's own buffer; media that finds it full is dropped, because it would come too late.</summary>
    public const int QueueBytes = 32 * 1024;

    /// <summary>Of these, what pictures leave free: half a second of several voices, and what keeps the connection alive.</summary>
    public const int SoundBytes = 8 * 1024;

    private const int HeaderBytes = 2;

    private byte[]? _unfinished;
    private int _unfinishedBytes;
    private byte[]? _queue;
    private int _queued;

    /// <summary>The peer's address with our number for the connection in it.</summary>
    public RemoteAddress Address { get; } = address;

    public Socket Socket => socket;

    public long OpenedMicros { get; } = openedMicros;

    public long LastHeardMicros { get; private set; } = openedMicros;

    /// <summary>What came before anybody was proven to be there.</summary>
    public long BytesRead { get; private set; }

    /// <summary>An authenticated check came this way.</summary>
    public bool IsProven { get; set; }

    /// <summary>The place among those who have proven nothing yet.</summary>
    public LinkedListNode<TcpConnection>? Place { get; set; }

    public bool IsClosed { get; private set; }

    /// <summary>The kernel takes nothing more now.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Sending failed for good; nothing more leaves.</summary>
    public bool IsBroken { get; private set; }

    public bool HasQueued => _queued > 0;

    /// <summary>Reads once and tells every whole frame.</summary>
    /// <returns>False when the connection has ended, or must end because a frame is too long.</returns>
    public bool Receive(byte[] buffer, TcpFrame onFrame, long now)
    {
        _unfinished.AsSpan(0, _unfinishedBytes).CopyTo(buffer);
        var read = socket.Receive(buffer.AsSpan(_unfinishedBytes), SocketFlags.None, out var error);
        if (error != SocketError.Success)
        {
            return error is SocketError.WouldBlock or SocketError.Interrupted;
        }

        if (read == 0)
        {
            return false;
        }

        LastHeardMicros = now;
        BytesRead += read;
        return Split(buffer.AsSpan(0, _unfinishedBytes + read), onFrame);
    }

    /// <summary>Frames a packet; it leaves with the next <see cref="Flush"/>. False when there is no room.</summary>
    public bool Queue(ReadOnlySpan<byte> packet, bool mayYield)
    {
        if (IsBroken || packet.Length > LongestFrame)
        {
            return false;
        }

        _queue ??= new byte[QueueBytes];
        var room = (mayYield ? QueueBytes - SoundBytes : QueueBytes) - HeaderBytes - packet.Length;
        if (_queued > room)
        {
            Flush();
            if (_queued > room)
            {
                return false;
            }
        }

        BinaryPrimitives.WriteUInt16BigEndian(_queue.AsSpan(_queued), (ushort)packet.Length);
        packet.CopyTo(_queue.AsSpan(_queued + HeaderBytes));
        _queued += HeaderBytes + packet.Length;
        return true;
    }

    /// <summary>Gives the kernel what it takes without waiting.</summary>
    public void Flush()
    {
        var sent = 0;
        while (sent < _queued && !IsBlocked && !IsBroken)
        {
            var taken = socket.Send(_queue.AsSpan(sent, _queued - sent), SocketFlags.None, out var error);
            IsBlocked = error is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable;
            IsBroken = !IsBlocked && error is not (SocketError.Success or SocketError.Interrupted);
            sent += error == SocketError.Success ? taken : 0;
        }

        // What is left begins amid a frame, and must follow some time.
        _queue.AsSpan(sent, _queued - sent).CopyTo(_queue);
        _queued -= sent;
    }

    public void Dispose()
    {
        IsClosed = true;
        socket.Dispose();
    }

    /// <summary>Tells every whole frame of what was left of the read before and what came after it, and keeps the rest.</summary>
    /// <returns>False when a frame is too long.</returns>
    internal bool Split(Span<byte> bytes, TcpFrame onFrame)
    {
        while (bytes.Length >= HeaderBytes)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
            if (length > LongestFrame)
            {
                return false;
            }

            if (bytes.Length < HeaderBytes + length)
            {
                break;
            }

            onFrame(this, bytes.Slice(HeaderBytes, length));
            if (IsClosed)
            {
                return true;
            }

            bytes = bytes[(HeaderBytes + length)..];
        }

        Keep(bytes);
        return true;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        _unfinishedBytes = rest.Length;
        if (rest.Length > 0)
        {
            _unfinished ??= new byte[HeaderBytes + LongestFrame];
            rest.CopyTo(_unfinished);
        }
    }
}
