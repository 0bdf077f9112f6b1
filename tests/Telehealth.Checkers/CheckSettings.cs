namespace Telehealth.Checkers;

internal sealed record CheckSettings
{
    /// <summary>How far the nodes' clocks, and a line and the commit before it, may be apart.</summary>
    public TimeSpan Tolerance { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Who is better by class and age is not passed over for longer than this; null where doctors also choose by hand.</summary>
    public TimeSpan? OrderWithin { get; init; }

    /// <summary>A seat that moves to another node may be double for this long.</summary>
    public TimeSpan MoveWithin { get; init; } = TimeSpan.FromSeconds(30);
}
