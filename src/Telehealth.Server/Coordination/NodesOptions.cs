using System.ComponentModel.DataAnnotations;

namespace Telehealth.Coordination;

/// <summary>Section <c>Nodes</c>.</summary>
public sealed class NodesOptions
{
    /// <summary>Where the other nodes reach this one, such as <c>http://server-1:8080</c>. Empty: the address it listens on, by the
    /// name of its machine.</summary>
    public string InternalUrl { get; set; } = "";

    /// <summary>How long a node that is to end waits for its calls to move to another node.</summary>
    [Range(0, 3600)]
    public int DrainSeconds { get; set; } = 60;
}
