namespace Telehealth.Coordination;

/// <summary>The Lua files beside this one, embedded so that a deployment cannot lose them.</summary>
internal static class RedisScript
{
    public static readonly string Queue = Load("queue");
    public static readonly string Presence = Load("presence");
    public static readonly string Lease = Load("lease");
    public static readonly string Nodes = Load("nodes");

    private static string Load(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"Telehealth.Coordination.Scripts.{name}.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
