namespace Telehealth.Coordination;

/// <summary>Who the nodes are and how busy. A node that stops writing is forgotten, so a crashed one leaves no ghost.</summary>
public interface INodeRegistry
{
    /// <summary>Writes a node as it is now; good for <see cref="NodeRules.Expiry"/>.</summary>
    Task<Refusal?> WriteAsync(Node node, CancellationToken cancellation);

    /// <summary>Forgets a node that ends, before its time is over.</summary>
    Task<Refusal?> ForgetAsync(string name, CancellationToken cancellation);

    /// <summary>All nodes that wrote lately, by name.</summary>
    Task<(IReadOnlyList<Node>? Nodes, Refusal? Refusal)> ListAsync(CancellationToken cancellation);

    /// <summary>Asks a node to take no new rooms and to hand over those that it has. Not heard by a node that is gone.</summary>
    Task<Refusal?> DrainAsync(string name, CancellationToken cancellation);

    /// <summary>Calls back for each node that is asked to drain, this one or another. Again after a refusal.</summary>
    Task<Refusal?> OnDrainAsync(Action<string> drain, CancellationToken cancellation);
}
