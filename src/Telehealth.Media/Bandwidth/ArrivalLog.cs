using System.Buffers.Binary;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Bandwidth;

/// <summary>
/// When each packet of a publisher arrived, by its transport-wide sequence number, and the feedback made from it
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). Only the room's loop touches this.
/// </summary>
internal sealed class ArrivalLog
{
    // At 1,000 packets/s more than eight seconds; feedback leaves every 50 ms.
    private const int Window = 8192;

    // A packet that overtook by more than this is not worth reporting again.
    private const int MaxLateness = 500;

    // The most statuses in one message, so that chunks and deltas stay within a datagram even in the worst case.
    private const int MaxStatuses = 450;

    private readonly long[] _arrivals = new long[Window];
    private long _next = -1;
    private long _highest = -1;
    private byte _feedbackCount;

    /// <summary>Begins anew, as if nothing had arrived and nothing had been reported.</summary>
    public void Forget()
    {
        Array.Clear(_arrivals);
        _next = -1;
        _highest = -1;
        _feedbackCount = 0;
    }

    public void Record(ushort sequence, long micros)
    {
        if (_highest < 0)
        {
            // Far from zero, so that a packet that overtook the first one still has a positive number.
            _highest = 0x10000L + sequence;
            _next = _highest;
            _arrivals[_highest % Window] = micros;
            return;
        }

        var number = SequenceNumbers.Unwrap(sequence, _highest);
        if (number <= _highest - Window + 1)
        {
            return;
        }

        if (number > _highest)
        {
            ClearSkipped(number);
            _highest = number;
        }

        if (number < _next)
        {
            if (_next - number > MaxLateness)
            {
                return;
            }

            _next = number;
        }

        ref var slot = ref _arrivals[number % Window];
        slot = slot == 0 ? micros : slot;
    }

    /// <summary>Writes one feedback message; false when there is nothing new to report.</summary>
    public bool TryWrite(uint sender, uint media, Span<byte> to, out int length)
    {
        length = 0;
        if (_highest < 0)
        {
            return false;
        }

        _next = FirstArrival(_next, Math.Max(_next, _highest - MaxStatuses + 1));
        if (_next > _highest)
        {
            return false;
        }

        Span<byte> symbols = stackalloc byte[MaxStatuses];
        Span<short> deltas = stackalloc short[MaxStatuses];
        var count = Collect(symbols, deltas, out var received, out var reference);
        if (received == 0)
        {
            return false;
        }

        to[0] = 0x80 | RtcpTypes.TransportWide;
        to[1] = RtcpTypes.TransportFeedback;
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], sender);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], media);
        BinaryPrimitives.WriteUInt16BigEndian(to[12..], (ushort)_next);
        BinaryPrimitives.WriteUInt16BigEndian(to[14..], (ushort)count);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], ((uint)reference << 8) | _feedbackCount++);
        length = WriteChunks(symbols[..count], to, 20);
        length = WriteDeltas(symbols[..count], deltas, to, length);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)((length / 4) - 1));
        _next += count;
        return true;
    }

    private void ClearSkipped(long number)
    {
        if (number - _highest >= Window)
        {
            Array.Clear(_arrivals);
            _next = number;
            return;
        }

        // A publisher may skip thousands with every packet: whole stretches, not one number after the other.
        for (var i = _highest + 1; i <= number;)
        {
            var stretch = Stretch(i, number + 1);
            stretch.Clear();
            i += stretch.Length;
        }

        _next = Math.Max(_next, number - Window + 1);
    }

    /// <summary>The first number of a packet that arrived; <paramref name="end"/> when there is none before it.</summary>
    private long FirstArrival(long from, long end)
    {
        while (from < end)
        {
            var stretch = Stretch(from, end);
            var found = stretch.IndexOfAnyExcept(0L);
            if (found >= 0)
            {
                return from + found;
            }

            from += stretch.Length;
        }

        return end;
    }

    /// <summary>The slots of as many of these numbers as lie side by side.</summary>
    private Span<long> Stretch(long from, long end)
    {
        var slot = (int)(from % Window);
        return _arrivals.AsSpan(slot, (int)Math.Min(end - from, Window - slot));
    }

    private int Collect(Span<byte> symbols, Span<short> deltas, out int received, out long reference)
    {
        received = 0;
        reference = 0;
        // In 250 us units; deltas are differences of rounded times, so that rounding never adds up.
        var last = 0L;
        var end = Math.Min(_highest + 1, _next + MaxStatuses);
        symbols.Clear();
        for (var number = FirstArrival(_next, end); number < end; number = FirstArrival(number + 1, end))
        {
            var time = _arrivals[number % Window] / 250;
            if (received == 0)
            {
                reference = time / 256;
                last = reference * 256;
            }

            var delta = time - last;
            var count = (int)(number - _next);
            if (delta is < short.MinValue or > short.MaxValue)
            {
                return count;
            }

            symbols[count] = delta is >= 0 and <= 255 ? (byte)1 : (byte)2;
            deltas[count] = (short)delta;
            last = time;
            received++;
        }

        return (int)(end - _next);
    }

    private static int WriteChunks(ReadOnlySpan<byte> symbols, Span<byte> to, int offset)
    {
        while (symbols.Length > 0)
        {
            var run = symbols.IndexOfAnyExcept(symbols[0]);
            run = run < 0 ? symbols.Length : run;
            int chunk, covered;
            var bits = symbols[..Math.Min(14, symbols.Length)];
            if (run >= bits.Length)
            {
                (chunk, covered) = ((symbols[0] << 13) | run, run);
            }
            else if (!bits.Contains((byte)2))
            {
                (chunk, covered) = (0x8000, bits.Length);
                for (var i = 0; i < bits.Length; i++)
                {
                    chunk |= bits[i] << (13 - i);
                }
            }
            else
            {
                (chunk, covered) = (0xC000, Math.Min(7, symbols.Length));
                for (var i = 0; i < covered; i++)
                {
                    chunk |= symbols[i] << ((6 - i) * 2);
                }
            }

            BinaryPrimitives.WriteUInt16BigEndian(to[offset..], (ushort)chunk);
            offset += 2;
            symbols = symbols[covered..];
        }

        return offset;
    }

    private static int WriteDeltas(ReadOnlySpan<byte> symbols, ReadOnlySpan<short> deltas, Span<byte> to, int offset)
    {
        for (var i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] == 1)
            {
                to[offset++] = (byte)deltas[i];
            }
            else if (symbols[i] == 2)
            {
                BinaryPrimitives.WriteInt16BigEndian(to[offset..], deltas[i]);
                offset += 2;
            }
        }

        // Padding of zeros without the P bit, as libwebrtc does: readers know how many statuses there are.
        while ((offset & 3) != 0)
        {
            to[offset++] = 0;
        }

        return offset;
    }
}
