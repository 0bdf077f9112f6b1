using Telehealth.Media.Rtp;

namespace Telehealth.Benchmarks.Load;

/// <summary>Which sequence numbers of one stream have not come, and when to ask for them again. Nothing is allocated after the first gaps.</summary>
internal sealed class GapLog
{
    private const int MostTries = 10;
    private const long FirstAskMicros = 10_000;
    private const long RetryMicros = 50_000;

    // More at once is no loss to be repaired but an interruption.
    private const int LongestGap = 500;

    private readonly List<(long Number, long AskAt, int Tries)> _missing = [];
    private long _first = -1;
    private long _highest = -1;
    private long _givenUp;

    public long Received { get; private set; }

    public long Filled { get; private set; }

    public long Lost => _givenUp + _missing.Count;

    public long Expected => _highest < 0 ? 0 : _highest - _first + 1;

    public uint HighestSequence => (uint)Math.Max(0, _highest);

    /// <summary>False for a packet that was there already.</summary>
    public bool Take(ushort sequence, long now, bool isRepeat)
    {
        if (_highest < 0)
        {
            _first = _highest = 0x10000L + sequence;
            Received++;
            return true;
        }

        var number = SequenceNumbers.Unwrap(sequence, _highest);
        if (number <= _highest)
        {
            var at = _missing.FindIndex(missing => missing.Number == number);
            if (at < 0)
            {
                return false;
            }

            _missing.RemoveAt(at);
            Filled += isRepeat ? 1 : 0;
            Received++;
            return true;
        }

        _givenUp += Math.Max(0, number - _highest - 1 - LongestGap);
        for (var missing = Math.Max(_highest + 1, number - LongestGap); missing < number; missing++)
        {
            _missing.Add((missing, now + FirstAskMicros, 0));
        }

        _highest = number;
        Received++;
        return true;
    }

    /// <summary>The numbers to ask for now, in ascending order.</summary>
    public int CollectMissing(long now, Span<ushort> into)
    {
        var count = 0;
        for (var at = 0; at < _missing.Count && count < into.Length; at++)
        {
            var (number, askAt, tries) = _missing[at];
            if (askAt > now)
            {
                continue;
            }

            if (tries == MostTries)
            {
                _missing.RemoveAt(at--);
                _givenUp++;
                continue;
            }

            into[count++] = (ushort)number;
            _missing[at] = (number, now + RetryMicros, tries + 1);
        }

        return count;
    }
}
