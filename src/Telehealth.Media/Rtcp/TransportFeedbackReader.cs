using System.Buffers.Binary;

namespace Telehealth.Media.Rtcp;

/// <summary>Walks the packets a transport-wide feedback message speaks of (draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1).</summary>
internal ref struct TransportFeedbackReader
{
    /// <summary>
    /// Twice what a send log remembers. A run of 8,191 packets takes two bytes, so that one datagram could otherwise make us walk
    /// over two million.
    /// </summary>
    public const int MaxPackets = 8192;

    private readonly ReadOnlySpan<byte> _body;
    private readonly int _total;
    private int _done;
    private int _chunkOffset;
    private int _deltaOffset;
    private int _chunkLeft;
    private int _chunk;
    private long _time;

    private TransportFeedbackReader(ReadOnlySpan<byte> body, int total, int deltaOffset, long reference)
    {
        _body = body;
        _total = total;
        _chunkOffset = 16;
        _deltaOffset = deltaOffset;
        _time = reference;
        Sequence = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(body[8..]) - 1);
    }

    public ushort Sequence { get; private set; }

    public bool Received { get; private set; }

    /// <summary>In the receiver's own clock.</summary>
    public readonly long ArrivalMicros => _time;

    public static bool TryOpen(ReadOnlySpan<byte> body, out TransportFeedbackReader reader)
    {
        reader = default;
        if (body.Length < 16)
        {
            return false;
        }

        int total = BinaryPrimitives.ReadUInt16BigEndian(body[10..]);
        if (total > MaxPackets)
        {
            return false;
        }

        var offset = 16;
        for (var covered = 0; covered < total; offset += 2)
        {
            if (offset + 2 > body.Length)
            {
                return false;
            }

            var chunk = BinaryPrimitives.ReadUInt16BigEndian(body[offset..]);
            var length = ChunkLength(chunk);
            if (length == 0)
            {
                return false;
            }

            covered += length;
        }

        var reference = (int)(BinaryPrimitives.ReadUInt32BigEndian(body[12..]) & 0xFFFFFF00) >> 8;
        reader = new TransportFeedbackReader(body, total, offset, reference * 64_000L);
        return true;
    }

    public bool MoveNext()
    {
        if (_done == _total)
        {
            return false;
        }

        if (_chunkLeft == 0)
        {
            _chunk = BinaryPrimitives.ReadUInt16BigEndian(_body[_chunkOffset..]);
            _chunkLeft = ChunkLength(_chunk);
            _chunkOffset += 2;
        }

        var symbol = Symbol();
        if (!TryReadDelta(symbol))
        {
            return false;
        }

        Received = symbol is 1 or 2;
        Sequence++;
        _chunkLeft--;
        _done++;
        return true;
    }

    private static int ChunkLength(int chunk) => (chunk & 0x8000) == 0 ? chunk & 0x1FFF : (chunk & 0x4000) == 0 ? 14 : 7;

    private readonly int Symbol()
    {
        if ((_chunk & 0x8000) == 0)
        {
            return (_chunk >> 13) & 3;
        }

        return (_chunk & 0x4000) == 0 ? (_chunk >> (_chunkLeft - 1)) & 1 : (_chunk >> ((_chunkLeft - 1) * 2)) & 3;
    }

    private bool TryReadDelta(int symbol)
    {
        if (symbol is 0 or 3)
        {
            return true;
        }

        if (_deltaOffset + symbol > _body.Length)
        {
            return false;
        }

        _time += 250L * (symbol == 1 ? _body[_deltaOffset] : BinaryPrimitives.ReadInt16BigEndian(_body[_deltaOffset..]));
        _deltaOffset += symbol;
        return true;
    }
}
