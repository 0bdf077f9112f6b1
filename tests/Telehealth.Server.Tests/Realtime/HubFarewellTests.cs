using System.Net;
using Microsoft.Extensions.Hosting;
using Telehealth.Coordination;
using Telehealth.Rooms;

namespace Telehealth.Realtime;

/// <summary>Who watches pages at a node that is being emptied goes to another one, and none comes.</summary>
public sealed class HubFarewellTests : IClassFixture<RedisServer>, IDisposable
{
    private readonly NodeGroup _nodes;

    public HubFarewellTests(RedisServer redis) => _nodes = new NodeGroup(redis);

    [Fact]
    public async Task Browsers_are_asked_to_the_other_node_while_a_call_still_holds_the_one_that_is_emptied()
    {
        await _nodes.StartAsync("1", "2");
        var door = await _nodes.OpenAsync("1", Guid.CreateVersion7(), "patient-1");
        await using var visitor = await _nodes.JoinAsync(door);
        var (holder, other) = (NodeGroup.NameOf(door.HubUrl), NodeGroup.NameOf(door.Standby!.HubUrl));
        await using var tab = await OpenAsync(holder);
        var stopping = _nodes.Part<IHostApplicationLifetime>(holder).ApplicationStopping;

        _nodes.Part<ThisNode>(holder).Drain();

        await tab.HearsAsync("GoingAway 1");
        Assert.False(stopping.IsCancellationRequested);
        Assert.Equal(HttpStatusCode.BadGateway, await NegotiateAsync(holder));
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(other));

        // Who is connected is served until they go.
        await tab.CallAsync("Heartbeat");
        await visitor.CallAsync("Leave");
        await tab.DisposeAsync();
        await Wait.UntilAsync(() => stopping.IsCancellationRequested, "the emptied node to end");
    }

    [Fact]
    public async Task A_node_alone_lets_browsers_in_as_long_as_it_lives()
    {
        await _nodes.StartAsync("1");
        await using var visitor = await _nodes.JoinAsync(await _nodes.OpenAsync("1", Guid.CreateVersion7(), "patient-1"));
        var answer = HttpStatusCode.OK;
        using var _ = _nodes.Part<ThisNode>("1").Draining.Register(() => answer = NegotiateAsync("1").GetAwaiter().GetResult());

        // Callbacks run one after the other, this one before the node begins to end.
        _nodes.Part<ThisNode>("1").Drain();

        Assert.Equal(HttpStatusCode.OK, answer);
    }

    public void Dispose() => _nodes.Dispose();

    private async Task<ClinicTab> OpenAsync(string node) =>
        await ClinicTab.OpenAsync(_nodes[node].HubOf(await _nodes[node].SignInAsync("dr-li"), "/hubs/clinic"));

    private async Task<HttpStatusCode> NegotiateAsync(string node)
    {
        var client = await _nodes[node].SignInAsync("dr-zhou");
        using var answer = await client.PostAsync("/hubs/clinic/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
