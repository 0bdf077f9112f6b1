namespace Telehealth.Rooms;

/// <summary>Section <c>Rooms</c>.</summary>
public sealed class RoomsOptions
{
    public const int MinKeyBytes = 32;

    /// <summary>Base64 of at least 32 random bytes, the same on all nodes. Signs room passes. Required outside Development, where a
    /// process without it makes one for itself.</summary>
    public string PassKey { get; set; } = "";

    /// <summary>Where browsers reach this very node, such as <c>/nodes/1</c> behind a proxy or <c>https://media1.example.org</c>.
    /// Also the node's name, so each node has its own. Empty: the one node that serves the page.</summary>
    public string NodeUrl { get; set; } = "";

    public bool HasGoodKey
    {
        get
        {
            var bytes = new byte[PassKey.Length];
            return Convert.TryFromBase64String(PassKey, bytes, out var length) && length >= MinKeyBytes;
        }
    }
}
