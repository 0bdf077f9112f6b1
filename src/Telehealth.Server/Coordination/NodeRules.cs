namespace Telehealth.Coordination;

/// <summary>What both registries agree on.</summary>
public static class NodeRules
{
    /// <summary>How often a node describes itself and looks at the others.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>How long a description is good for.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(5);
}
