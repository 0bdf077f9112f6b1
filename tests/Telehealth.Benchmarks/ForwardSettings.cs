using System.Globalization;

namespace Telehealth.Benchmarks;

/// <summary>How much is forwarded, and for how long.</summary>
internal sealed record ForwardSettings
{
    public int Subscribers { get; private init; } = 10;

    public int Seconds { get; private init; } = 10;

    public int Rounds { get; private init; } = 5;

    public int Fps { get; private init; } = 15;

    public int PacketsPerFrame { get; private init; } = 10;

    public int PacketBytes { get; private init; } = 1000;

    /// <summary>Before the first round: the code that matters has been compiled twice by then.</summary>
    public int WarmUpSeconds { get; private init; } = 6;

    public static ForwardSettings Parse(IReadOnlyList<string> options)
    {
        var settings = new ForwardSettings();
        for (var at = 0; at + 1 < options.Count; at += 2)
        {
            var value = int.Parse(options[at + 1], CultureInfo.InvariantCulture);
            settings = options[at] switch
            {
                "--subscribers" => settings with { Subscribers = value },
                "--seconds" => settings with { Seconds = value },
                "--rounds" => settings with { Rounds = value },
                "--fps" => settings with { Fps = value },
                "--packets-per-frame" => settings with { PacketsPerFrame = value },
                "--packet-bytes" => settings with { PacketBytes = value },
                _ => throw new ArgumentException($"unknown option {options[at]}"),
            };
        }

        return options.Count % 2 == 0 ? settings : throw new ArgumentException($"{options[^1]} wants a value");
    }
}
