namespace Telehealth.Media.Net;

/// <summary>
/// Where a transport sends: an address, and the chain of its packets in the batch that is being filled. A transport whose address
/// changes takes a new one, because packets may still wait for the old. Only the loop's thread touches this.
/// </summary>
internal sealed class Destination(in RemoteAddress address)
{
    /// <summary>No packet of the batch.</summary>
    public const int None = -1;

    public RemoteAddress Address { get; } = address;

    /// <summary>The path refused to have long messages cut for it: its own network card or tunnel cannot.</summary>
    public bool IsPlain { get; set; }

    public int First { get; set; } = None;

    public int Last { get; set; } = None;

    /// <summary>The very address, ours included.</summary>
    public bool Is(in RemoteAddress address) => Address == address && Address.Local == address.Local;
}
