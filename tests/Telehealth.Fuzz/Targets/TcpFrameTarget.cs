using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Telehealth.Media.Net;

namespace Telehealth.Fuzz.Targets;

/// <summary>Packets framed by two bytes of length on a stream (RFC 4571). The first byte says how long the pieces are in which the stream comes.</summary>
internal sealed class TcpFrameTarget : FuzzTarget, IDisposable
{
    private readonly TcpConnection _connection = new(
        new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), RemoteAddress.From(new IPEndPoint(IPAddress.Loopback, 1)), 0);

    private readonly byte[] _buffer = new byte[1 << 14];
    private readonly TcpFrame _onFrame;
    private int _told;
    private int _toldBytes;

    public TcpFrameTarget() => _onFrame = (_, frame) =>
    {
        _told++;
        _toldBytes += frame.Length;
    };

    public override string Name => "tcp-frame";

    public override string[] Covers => ["Telehealth.Media.Net.TcpConnection"];

    public override int Longest => 3000;

    public override byte[][] Dictionary => [[0, 0], [0, 1], [0, 20], [0x05, 0xDC], [0x08, 0x00], [0x08, 0x01], [0xFF, 0xFF]];

    public override IEnumerable<byte[]> Seeds() =>
    [
        [200, 0, 3, 1, 2, 3, 0, 1, 9],
        [1, 0, 3, 1, 2, 3, 0, 0, 0, 1, 9, 0, 5, 1],
        [7, 0x05, 0xDC, .. new byte[1500], 0, 2, 7, 7],
        [3, 0xFF, 0xFF, 1, 2, 3, 4],
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var piece = 1 + input[0];
        var stream = input[1..];
        (_told, _toldBytes) = (0, 0);
        // What the connection has kept belongs to the input before.
        _connection.Split([], _onFrame);
        var kept = 0;
        var ended = false;
        for (var at = 0; at < stream.Length && !ended; at += piece)
        {
            var count = Math.Min(piece, stream.Length - at);
            stream.Slice(at - kept, kept + count).CopyTo(_buffer);
            ended = !_connection.Split(_buffer.AsSpan(0, kept + count), _onFrame);
            kept = at + count - (2 * _told) - _toldBytes;
            Claim(kept >= 0, "no frame is longer than what came");
        }

        Claim(Model(stream, out var frames) == ended, "only a frame that is too long ends a connection");
        Claim(frames == (_told, _toldBytes), "every whole frame is told, however the stream is cut");
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The same by the simplest means; true when a frame is too long.</summary>
    private static bool Model(ReadOnlySpan<byte> stream, out (int Frames, int Bytes) told)
    {
        told = default;
        while (stream.Length >= 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(stream);
            if (length > TcpConnection.LongestFrame)
            {
                return true;
            }

            if (stream.Length < 2 + length)
            {
                return false;
            }

            told = (told.Frames + 1, told.Bytes + length);
            stream = stream[(2 + length)..];
        }

        return false;
    }
}
