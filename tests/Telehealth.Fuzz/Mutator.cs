using System.Buffers.Binary;

namespace Telehealth.Fuzz;

/// <summary>Makes a new input out of one or two of the corpus, in a buffer of its own and without garbage.</summary>
internal sealed class Mutator(Dice dice, int longest, byte[][] dictionary)
{
    private static readonly ulong[] _interesting =
    [
        0, 1, 2, 3, 4, 7, 8, 12, 15, 16, 31, 32, 63, 64, 100, 127, 128, 191, 192, 200, 201, 205, 206, 223, 254, 255, 256, 512, 1000, 1023,
        1024, 4095, 4096, 8191, 8192, 32767, 32768, 65534, 65535, 65536, 0x00FF_FFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF,
    ];

    private readonly byte[] _buffer = new byte[longest];
    private int _length;

    /// <summary>The input is valid until the next call.</summary>
    public Span<byte> Mutate(byte[] source, byte[] other)
    {
        _length = Math.Min(source.Length, longest);
        source.AsSpan(0, _length).CopyTo(_buffer);
        var changes = 1 << dice.Below(5);
        for (var change = 0; change < changes; change++)
        {
            Change(other);
        }

        return _buffer.AsSpan(0, _length);
    }

    private void Change(byte[] other)
    {
        if (_length == 0)
        {
            Insert(1 + dice.Below(16));
            return;
        }

        var at = dice.Below(_length);
        switch (dice.Below(dictionary.Length > 0 ? 14 : 12))
        {
            case 0 or 1:
                _buffer[at] ^= (byte)(1 << dice.Below(8));
                break;
            case 2 or 3:
                _buffer[at] = (byte)dice.Next();
                break;
            case 4:
                _buffer[at] += (byte)(dice.Below(71) - 35);
                break;
            case 5 or 6:
                WriteNumber(at, _interesting[dice.Below(_interesting.Length)]);
                break;
            case 7:
                Remove(at, 1 + dice.Below(Math.Min(32, _length - at)));
                break;
            case 8:
                Insert(1 + dice.Below(16));
                break;
            case 9:
                Repeat(at, 1 + dice.Below(Math.Min(64, _length - at)));
                break;
            case 10:
                Copy(at, dice.Below(_length), 1 + dice.Below(32));
                break;
            case 11:
                Splice(at, other);
                break;
            default:
                Quote(at, dictionary[dice.Below(dictionary.Length)]);
                break;
        }
    }

    private void WriteNumber(int at, ulong value)
    {
        var place = _buffer.AsSpan(at, _length - at);
        var width = dice.Below(3);
        if (width == 2 && place.Length >= 4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(place, (uint)value);
        }
        else if (width >= 1 && place.Length >= 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)value);
        }
        else
        {
            place[0] = (byte)value;
        }
    }

    private void Remove(int at, int count)
    {
        _buffer.AsSpan(at + count, _length - at - count).CopyTo(_buffer.AsSpan(at));
        _length -= count;
    }

    private void Insert(int count)
    {
        var at = dice.Below(_length + 1);
        count = Open(at, count);
        for (var index = 0; index < count; index++)
        {
            _buffer[at + index] = (byte)dice.Next();
        }
    }

    private void Repeat(int at, int count)
    {
        count = Open(at, count);
        _buffer.AsSpan(at + count, Math.Min(count, _length - at - count)).CopyTo(_buffer.AsSpan(at));
    }

    private void Copy(int from, int to, int count)
    {
        count = Math.Min(count, _length - Math.Max(from, to));
        _buffer.AsSpan(from, count).CopyTo(_buffer.AsSpan(to));
    }

    private void Splice(int at, byte[] other)
    {
        if (other.Length == 0)
        {
            return;
        }

        var from = dice.Below(other.Length);
        var count = Math.Min(other.Length - from, longest - at);
        other.AsSpan(from, count).CopyTo(_buffer.AsSpan(at));
        _length = at + count;
    }

    private void Quote(int at, byte[] word)
    {
        if (dice.OneIn(2))
        {
            var count = Math.Min(word.Length, _length - at);
            word.AsSpan(0, count).CopyTo(_buffer.AsSpan(at));
        }
        else
        {
            word.AsSpan(0, Open(at, word.Length)).CopyTo(_buffer.AsSpan(at));
        }
    }

    /// <summary>Makes room; less than asked for when the input would become too long.</summary>
    private int Open(int at, int count)
    {
        count = Math.Min(count, longest - _length);
        _buffer.AsSpan(at, _length - at).CopyTo(_buffer.AsSpan(at + count));
        _length += count;
        return count;
    }
}
