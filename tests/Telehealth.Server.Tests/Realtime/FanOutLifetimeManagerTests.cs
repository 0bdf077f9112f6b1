using Microsoft.AspNetCore.SignalR;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

public sealed class FanOutLifetimeManagerTests(RedisServer redis) : IClassFixture<RedisServer>, IAsyncLifetime
{
    private PostOffice _north = null!;
    private PostOffice _south = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _north = await PostOffice.OpenAsync(redis);
        _south = await PostOffice.OpenAsync(redis);
    }

    [Fact]
    public async Task A_group_hears_from_both_nodes_and_nobody_else_does()
    {
        await using var here = await _north.ConnectAsync();
        await using var there = await _south.ConnectAsync();
        await using var stranger = await _south.ConnectAsync();
        await _north.Hub.Groups.AddToGroupAsync(here.Id, "ward", Cancellation);
        await _south.Hub.Groups.AddToGroupAsync(there.Id, "ward", Cancellation);

        await _north.Hub.Clients.Group("ward").SendAsync("Letter", "from north", Cancellation);
        await _south.Hub.Clients.Group("ward").SendAsync("Letter", "from south", Cancellation);

        await here.GetsAsync("from north");
        await here.GetsAsync("from south");
        await there.GetsAsync("from north");
        await there.GetsAsync("from south");
        await _north.Hub.Clients.All.SendAsync("Letter", "to all", Cancellation);
        await stranger.GetsAsync("to all");
        Assert.Equal(["to all"], stranger.Letters);
    }

    [Fact]
    public async Task A_connection_of_another_node_is_in_the_group_as_soon_as_the_call_returns()
    {
        await using var there = await _south.ConnectAsync();

        await _north.Hub.Groups.AddToGroupAsync(there.Id, "remote", Cancellation);
        await _north.Hub.Clients.Group("remote").SendAsync("Letter", "in", Cancellation);
        await there.GetsAsync("in");

        await _north.Hub.Groups.RemoveFromGroupAsync(there.Id, "remote", Cancellation);
        await _north.Hub.Clients.Group("remote").SendAsync("Letter", "out", Cancellation);
        await _north.Hub.Clients.Client(there.Id).SendAsync("Letter", "last", Cancellation);
        await there.GetsAsync("last");
        Assert.DoesNotContain("out", there.Letters);
    }

    [Fact]
    public async Task A_group_change_of_a_connection_that_is_gone_returns()
    {
        await _north.Hub.Groups.AddToGroupAsync("nobody", "ward", Cancellation);
        await _north.Hub.Groups.RemoveFromGroupAsync("nobody", "ward", Cancellation);
    }

    [Fact]
    public async Task Users_and_connections_are_found_on_whichever_node_they_are()
    {
        await using var here = await _north.ConnectAsync("li");
        await using var there = await _south.ConnectAsync("li");
        await using var other = await _south.ConnectAsync("wang");

        await _north.Hub.Clients.User("li").SendAsync("Letter", "to li", Cancellation);
        await _north.Hub.Clients.Client(other.Id).SendAsync("Letter", "to one", Cancellation);

        await here.GetsAsync("to li");
        await there.GetsAsync("to li");
        await other.GetsAsync("to one");
        Assert.Equal(["to one"], other.Letters);
    }

    [Fact]
    public async Task Those_left_out_hear_nothing()
    {
        await using var here = await _north.ConnectAsync();
        await using var there = await _south.ConnectAsync();
        await _north.Hub.Groups.AddToGroupAsync(here.Id, "pair", Cancellation);
        await _south.Hub.Groups.AddToGroupAsync(there.Id, "pair", Cancellation);

        await _north.Hub.Clients.GroupExcept("pair", there.Id).SendAsync("Letter", "first", Cancellation);
        await _north.Hub.Clients.AllExcept(here.Id).SendAsync("Letter", "second", Cancellation);

        await here.GetsAsync("first");
        await there.GetsAsync("second");
        Assert.DoesNotContain("first", there.Letters);
        Assert.DoesNotContain("second", here.Letters);
    }

    [Fact]
    public async Task Messages_of_one_sender_keep_their_order()
    {
        await using var there = await _south.ConnectAsync();
        await _south.Hub.Groups.AddToGroupAsync(there.Id, "order", Cancellation);

        for (var i = 0; i < 300; i++)
        {
            await _north.Hub.Clients.Group("order").SendAsync("Letter", $"{i}", Cancellation);
        }

        await there.GetsAsync("299");
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), there.Letters);
    }

    [Fact]
    public async Task With_redis_away_a_node_still_reaches_its_own_and_with_it_back_all_hear_and_read_again()
    {
        await using var here = await _north.ConnectAsync();
        await using var there = await _south.ConnectAsync();
        await _north.Hub.Groups.AddToGroupAsync(here.Id, "ward", Cancellation);
        await _south.Hub.Groups.AddToGroupAsync(there.Id, "ward", Cancellation);

        await redis.StopAsync();
        await here.IsToldAsync("delayed True");
        await there.IsToldAsync("delayed True");
        await _north.Hub.Clients.Group("ward").SendAsync("Letter", "alone", Cancellation);
        await here.GetsAsync("alone");
        await using var late = await _south.ConnectAsync();
        await late.IsToldAsync("delayed True");

        await redis.StartAsync();
        await here.IsToldAsync("delayed False");
        await there.IsToldAsync("delayed False");
        await there.IsToldAsync("read again");
        await _north.Hub.Clients.Group("ward").SendAsync("Letter", "together", Cancellation);
        await there.GetsAsync("together");
    }

    [Fact]
    public async Task Who_is_told_too_late_that_news_were_lost_is_told_all_the_same()
    {
        await using var there = await _south.ConnectAsync();
        var lost = new HubBatch(Guid.NewGuid(), 1, []);
        var bus = redis.Connect();
        await using var _ = bus;
        var channel = RedisKeys.Hub(nameof(PostHub));

        await Wait.UntilAsync(async () =>
        {
            // The first one says where the numbers begin; the second is never said.
            await bus.PublishAsync(channel, lost.ToBytes(), Cancellation);
            await bus.PublishAsync(channel, (lost with { Number = 3 }).ToBytes(), Cancellation);
            return there.Notices.Contains("read again") ? null : "the gap to be noticed";
        });
    }

    [Fact]
    public async Task A_session_that_ends_takes_its_connections_on_all_nodes_with_it()
    {
        await using var mine = await _south.ConnectAsync("li", session: "first");
        await using var other = await _south.ConnectAsync("li", session: "second");

        await _north.Lines.EndSessionAsync("first", Cancellation);

        await Wait.UntilAsync(() => !mine.IsConnected, "the connection to be cut");
        await _north.Hub.Clients.User("li").SendAsync("Letter", "still here", Cancellation);
        await other.GetsAsync("still here");
        Assert.True(other.IsConnected);
    }

    [Fact]
    public async Task A_node_that_missed_words_asks_which_sessions_ended()
    {
        await _north.Lines.EndSessionAsync("first", Cancellation);

        // As if the word had been lost: this connection knows nothing of it.
        await using var mine = await _south.ConnectAsync("li", session: "first");
        await using var other = await _south.ConnectAsync("li", session: "second");
        await using var bus = redis.Connect();
        var origin = Guid.NewGuid();
        await Wait.UntilAsync(async () =>
        {
            await bus.PublishAsync(RedisKeys.Hub(nameof(PostHub)), new HubBatch(origin, 1, []).ToBytes(), Cancellation);
            await bus.PublishAsync(RedisKeys.Hub(nameof(PostHub)), new HubBatch(origin, 3, []).ToBytes(), Cancellation);
            return mine.IsConnected ? "the connection to be cut" : null;
        });

        Assert.True(other.IsConnected);
    }

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }
}
