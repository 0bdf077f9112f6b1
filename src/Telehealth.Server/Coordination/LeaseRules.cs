namespace Telehealth.Coordination;

/// <summary>What both lease stores agree on.</summary>
public static class LeaseRules
{
    /// <summary>How long a crashed node's rooms stay unreachable; holders renew three times in it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);
}
