using System.Diagnostics;

namespace Telehealth.Fuzz;

/// <summary>When a run ends.</summary>
internal readonly record struct Limits(long Executions, TimeSpan Time);

/// <summary>One run over one target: mutates what led to new edges and keeps what leads to further ones.</summary>
internal sealed class Campaign
{
    // Between two looks at the clock and at the corpus.
    private const int Batch = 64;

    // A handful of different bugs is enough to work on.
    private const int MostFindings = 20;

    private readonly FuzzTarget _target;
    private readonly Probe _probe;
    private readonly Coverage _coverage;
    private readonly Dice _dice;
    private readonly Mutator _mutator;
    private readonly Watchdog _watchdog;
    private readonly List<byte[]> _corpus = [];
    private readonly Dictionary<string, Finding> _findings = [];

    public Campaign(FuzzTarget target, IReadOnlyDictionary<string, (int First, int End)> edges, ulong seed, Watchdog watchdog)
    {
        _target = target;
        _probe = new Probe(target);
        _coverage = new Coverage(target.Covers, edges);
        _dice = new Dice(seed);
        _mutator = new Mutator(_dice, target.Longest, target.Dictionary);
        _watchdog = watchdog;
        _coverage.Clear();
    }

    public FuzzTarget Target => _target;

    public Coverage Coverage => _coverage;

    public Probe Probe => _probe;

    public long Executions { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    public IReadOnlyList<byte[]> Corpus => _corpus;

    /// <summary>Runs inputs as they are; those that do something new are mutated later.</summary>
    public void Replay(IEnumerable<byte[]> inputs)
    {
        foreach (var input in inputs)
        {
            Execute(input);
        }
    }

    public void Run(Limits limits)
    {
        var started = Stopwatch.GetTimestamp();
        if (_corpus.Count == 0)
        {
            _corpus.Add([]);
        }

        var first = Executions;
        while (Executions - first < limits.Executions && Stopwatch.GetElapsedTime(started) < limits.Time && _findings.Count < MostFindings)
        {
            var source = Pick();
            var other = _corpus[_dice.Below(_corpus.Count)];
            for (var count = 0; count < Batch; count++)
            {
                var input = _mutator.Mutate(source, other);
                if (_dice.OneIn(2))
                {
                    _target.Repair(input);
                }

                Execute(input);
            }
        }

        Elapsed += Stopwatch.GetElapsedTime(started);
    }

    /// <summary>The fewest short inputs that still take every edge which the whole corpus takes.</summary>
    public List<byte[]> Smallest()
    {
        var covered = new HashSet<int>();
        var kept = new List<byte[]>();
        foreach (var input in _corpus.OrderBy(input => input.Length))
        {
            _coverage.Clear();
            _probe.Run(input);
            var before = covered.Count;
            covered.UnionWith(_coverage.TakeEdges());
            if (covered.Count > before)
            {
                kept.Add(input);
            }
        }

        return kept;
    }

    private void Execute(ReadOnlySpan<byte> input)
    {
        Executions++;
        _watchdog.Note(_target, input);
        if (_probe.Run(input) is { } finding)
        {
            _coverage.Clear();
            Keep(finding);
        }
        else if (_coverage.TakeNews())
        {
            _corpus.Add(Trimmed(input));
        }
    }

    // What was found last is most likely to lead on.
    private byte[] Pick()
    {
        var recent = Math.Max(1, _corpus.Count / 4);
        return _dice.OneIn(2) ? _corpus[_corpus.Count - 1 - _dice.Below(recent)] : _corpus[_dice.Below(_corpus.Count)];
    }

    private void Keep(Finding finding)
    {
        var isNew = !_findings.TryGetValue(finding.Kind, out var known);
        if (isNew || finding.Input.Length < known!.Input.Length)
        {
            _findings[finding.Kind] = isNew ? finding with { Input = Shorter(finding.Input, input => _probe.Run(input)?.Kind == finding.Kind) } : finding;
        }

        _coverage.Clear();
    }

    private byte[] Trimmed(ReadOnlySpan<byte> input)
    {
        var whole = input.ToArray();
        var edges = EdgesOf(whole);
        return edges is null ? whole : Shorter(whole, part => EdgesOf(part)?.SequenceEqual(edges) is true);
    }

    private List<int>? EdgesOf(byte[] input)
    {
        _coverage.Clear();
        var isWrong = _probe.Run(input) is not null;
        var edges = _coverage.TakeEdges();
        return isWrong ? null : edges;
    }

    /// <summary>Leaves out parts, halves first, as long as the rest still does the same.</summary>
    private static byte[] Shorter(byte[] input, Predicate<byte[]> doesTheSame)
    {
        for (var part = input.Length / 2; part > 0; part /= 2)
        {
            for (var at = 0; at + part <= input.Length;)
            {
                byte[] rest = [.. input.AsSpan(0, at), .. input.AsSpan(at + part)];
                if (doesTheSame(rest))
                {
                    input = rest;
                }
                else
                {
                    at += part;
                }
            }

            // Byte by byte would take as many runs as the input is long.
            if (input.Length / part > 128)
            {
                break;
            }
        }

        return input;
    }
}
