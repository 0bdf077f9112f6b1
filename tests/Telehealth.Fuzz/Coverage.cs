using System.Numerics;

namespace Telehealth.Fuzz;

/// <summary>Which edges of a target have been taken, and about how often, by any input so far.</summary>
internal sealed unsafe class Coverage
{
    private const int WordBytes = sizeof(ulong);

    private readonly (int First, int End)[] _ranges;
    private readonly byte[] _seen = new byte[EdgeMap.Size];

    public Coverage(string[] covers, IReadOnlyDictionary<string, (int First, int End)> edges)
    {
        var wanted = edges
            .Where(type => Array.Exists(covers, cover => type.Key.StartsWith(cover, StringComparison.Ordinal)))
            .Select(type => type.Value)
            .OrderBy(range => range.First)
            .ToArray();
        Edges = wanted.Sum(range => range.End - range.First);
        _ranges = Joined(wanted);
    }

    /// <summary>All edges of the types that the target covers.</summary>
    public int Edges { get; }

    /// <summary>Those that some input has taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Forgets what was counted outside an input.</summary>
    public void Clear()
    {
        foreach (var (first, end) in _ranges)
        {
            new Span<byte>(EdgeMap.Counters + first, end - first).Clear();
        }
    }

    /// <summary>Takes the counts of one input and clears them; true when it did something that none did before.</summary>
    public bool TakeNews()
    {
        var news = false;
        foreach (var (first, end) in _ranges)
        {
            for (var at = first; at < end; at += WordBytes)
            {
                var word = (ulong*)(EdgeMap.Counters + at);
                if (*word != 0)
                {
                    news |= Note(*word, at);
                    *word = 0;
                }
            }
        }

        return news;
    }

    /// <summary>The edges that the last input took, without their counts; clears them.</summary>
    public List<int> TakeEdges()
    {
        var taken = new List<int>();
        foreach (var (first, end) in _ranges)
        {
            for (var at = first; at < end; at++)
            {
                if (EdgeMap.Counters[at] != 0)
                {
                    taken.Add(at);
                    EdgeMap.Counters[at] = 0;
                }
            }
        }

        return taken;
    }

    private bool Note(ulong word, int at)
    {
        var news = false;
        for (; word != 0; word >>= 8, at++)
        {
            var count = (byte)word;
            if (count == 0)
            {
                continue;
            }

            // 1, 2-3, 4-7 and so on: a loop that runs about as often as before is nothing new.
            var bucket = (byte)(1 << BitOperations.Log2(count));
            if ((_seen[at] & bucket) == 0)
            {
                Taken += _seen[at] == 0 ? 1 : 0;
                _seen[at] |= bucket;
                news = true;
            }
        }

        return news;
    }

    // Whole words, so that a scan needs no care at the ends; the few edges of a neighbour in the same word do no harm.
    private static (int First, int End)[] Joined((int First, int End)[] ranges)
    {
        var joined = new List<(int First, int End)>();
        foreach (var range in ranges)
        {
            var (first, end) = (range.First & -WordBytes, (range.End + WordBytes - 1) & -WordBytes);
            if (joined.Count > 0 && joined[^1].End >= first)
            {
                joined[^1] = (joined[^1].First, end);
            }
            else
            {
                joined.Add((first, end));
            }
        }

        return [.. joined];
    }
}
