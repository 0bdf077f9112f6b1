namespace Telehealth.Coordination;

/// <summary>By whose clock presences and claims end that several nodes share.</summary>
/// <param name="Clock">Null: by that of Redis, so that nodes need not agree on one.</param>
internal sealed record StoreClock(TimeProvider? Clock = null)
{
    /// <summary>Milliseconds; empty when the script reads Redis' own.</summary>
    public string ToArgument() =>
        Clock?.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
