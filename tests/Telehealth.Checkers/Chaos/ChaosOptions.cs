using System.Globalization;

namespace Telehealth.Checkers.Chaos;

/// <summary>What a chaos run does; each fault comes after the kills, with entries of its own.</summary>
internal sealed record ChaosOptions
{
    public const string FlushAll = "flushall";
    public const string SigStop = "sigstop";
    public const string Partition = "partition";

    private static readonly string[] _faults = [FlushAll, SigStop, Partition];

    /// <summary>While processes are killed.</summary>
    public int Entries { get; init; } = 500;

    /// <summary>During each other fault: enough for seconds of claims, few enough to wait all at once.</summary>
    public int FaultEntries { get; init; } = 800;

    public int Kills { get; init; }

    public int Claimers { get; init; } = 50;

    public int Nodes { get; init; } = 2;

    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The server built without its fences: its checks must fail.</summary>
    public bool IsFencingBroken { get; init; }

    /// <summary>The server without its fences afterwards, whose checks must fail.</summary>
    public bool IsComparing { get; init; }

    public string? KeepIn { get; init; }

    /// <summary>What <c>tests/run</c> has time for.</summary>
    public static ChaosOptions Short => new() { Entries = 300, FaultEntries = 120, Kills = 6, Faults = _faults, IsComparing = true };

    public static ChaosOptions ForBroken(string? keepIn) => new()
    {
        FaultEntries = 300,
        Faults = [SigStop],
        IsFencingBroken = true,
        KeepIn = keepIn is null ? null : Path.Combine(keepIn, "broken"),
    };

    /// <summary>Null when a word is not understood.</summary>
    public static ChaosOptions? Parse(string[] words)
    {
        var options = new ChaosOptions();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is "--short" or "--compare")
            {
                options = words[i] == "--short" ? Short with { KeepIn = options.KeepIn } : options with { IsComparing = true };
                continue;
            }

            if (i + 1 == words.Length || With(options, words[i], words[++i]) is not { } more)
            {
                return null;
            }

            options = more;
        }

        return options;
    }

    private static ChaosOptions? With(ChaosOptions options, string name, string value) => name switch
    {
        "--entries" => options with { Entries = Number(value) },
        "--fault-entries" => options with { FaultEntries = Number(value) },
        "--kills" => options with { Kills = Number(value) },
        "--claimers" => options with { Claimers = Number(value) },
        "--nodes" => options with { Nodes = Number(value) },
        "--keep" => options with { KeepIn = Path.GetFullPath(value) },
        "--fault" when _faults.Contains(value) => options with { Faults = [.. options.Faults, value] },
        "--broken" when value == "fencing" => ForBroken(options.KeepIn),
        _ => null,
    };

    private static int Number(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
