using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Telehealth.Coordination;

/// <summary>The Lua files beside this one, embedded so that a deployment cannot lose them.</summary>
internal sealed class RedisScript
{
    public static readonly RedisScript Queue = new("queue");
    public static readonly RedisScript Presence = new("presence");
    public static readonly RedisScript Lease = new("lease");
    public static readonly RedisScript Nodes = new("nodes");
    public static readonly RedisScript Raise = new("raise");

    [SuppressMessage("Security", "CA5350", Justification = "Redis names scripts by it; nothing rests on it.")]
    private RedisScript(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"Telehealth.Coordination.Scripts.{name}.lua")!;
        using var reader = new StreamReader(stream);
        Text = reader.ReadToEnd();
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
    }

    public string Text { get; }

    /// <summary>By which Redis knows the script once it has seen the text.</summary>
    public byte[] Hash { get; }
}
