using Microsoft.Extensions.Options;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>This process among the nodes: its address, and the line to the others where there are any.</summary>
internal sealed class RoomNode(IOptions<RoomsOptions> options, IServiceProvider services)
{
    public string Url { get; } = options.Value.NodeUrl;

    public RedisConnection? Redis { get; } = services.HasRedis() ? services.GetRequiredService<RedisConnection>() : null;
}
