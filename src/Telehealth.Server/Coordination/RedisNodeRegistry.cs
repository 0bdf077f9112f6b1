using System.Text;
using System.Text.Json;
using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The registry of several nodes: one hash, each field good until a time by Redis' clock.</summary>
internal sealed class RedisNodeRegistry(RedisConnection redis) : INodeRegistry
{
    public async Task<Refusal?> WriteAsync(Node node, CancellationToken cancellation) =>
        (await RunAsync("write", node.Name, JsonSerializer.SerializeToUtf8Bytes(node), cancellation)).Refusal;

    public async Task<Refusal?> ForgetAsync(string name, CancellationToken cancellation) =>
        (await RunAsync("forget", name, RedisValue.EmptyString, cancellation)).Refusal;

    public async Task<(IReadOnlyList<Node>? Nodes, Refusal? Refusal)> ListAsync(CancellationToken cancellation)
    {
        var (texts, refusal) = await RunAsync("list", "", RedisValue.EmptyString, cancellation);
        return refusal is null
            ? ([.. ((byte[][])texts!).Select(text => JsonSerializer.Deserialize<Node>(text)!).OrderBy(node => node.Name, StringComparer.Ordinal)], null)
            : (null, refusal);
    }

    public async Task<Refusal?> DrainAsync(string name, CancellationToken cancellation) =>
        (await redis.PublishAsync(RedisKeys.NodesDrained, Encoding.UTF8.GetBytes(name), cancellation)).Refusal;

    public Task<Refusal?> OnDrainAsync(Action<string> drain, CancellationToken cancellation) =>
        redis.SubscribeAsync(RedisKeys.NodesDrained, name => drain(Encoding.UTF8.GetString(name)), cancellation);

    private Task<(RedisResult? Result, Refusal? Refusal)> RunAsync(
        string operation, string name, RedisValue text, CancellationToken cancellation) =>
        redis.ScriptAsync(
            RedisScript.Nodes,
            [RedisKeys.Nodes],
            [operation, name, text, (long)NodeRules.Expiry.TotalMilliseconds],
            cancellation);
}
