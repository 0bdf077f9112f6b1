using System.Text;

namespace Telehealth.Coordination;

public sealed class RedisConnectionTests(RedisServer server) : IClassFixture<RedisServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_arrive_in_order_on_another_connection()
    {
        await using var sender = server.Connect();
        await using var receiver = server.Connect();
        var received = new List<int>();
        Assert.Null(await receiver.SubscribeAsync("order", message => received.Add(BitConverter.ToInt32(message)), Cancellation));

        // Calls that wait for the first connection go on in any order; the order promised is that of a connection that stands.
        await sender.PublishAsync("warm-up", [], Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 2000).Select(i => sender.PublishAsync("order", BitConverter.GetBytes(i), Cancellation)));

        await Wait.UntilAsync(() => received.Count == 2000, "2000 messages");
        Assert.Equal(Enumerable.Range(0, 2000), received);
    }

    [Fact]
    public async Task A_slow_continuation_does_not_hold_up_other_calls()
    {
        await using var connection = server.Connect();
        using var release = new ManualResetEventSlim();
        var blocker = Task.Run(async () =>
        {
            await connection.RunAsync(database => database.KeyExistsAsync("slow"), Cancellation);
            release.Wait(Cancellation);
        }, Cancellation);
        for (var i = 0; i < 50; i++)
        {
            var (_, refusal) = await connection.RunAsync(database => database.KeyExistsAsync("quick"), Cancellation);
            Assert.Null(refusal);
        }

        release.Set();
        await blocker;
    }

    [Fact]
    public async Task Subscriptions_return_by_themselves_after_a_restart()
    {
        await using var connection = server.Connect();
        var heard = 0;
        await connection.SubscribeAsync("restart", message => heard += Encoding.UTF8.GetString(message) == "hello" ? 1 : 0, Cancellation);

        await server.StopAsync();
        await server.StartAsync();

        await Wait.UntilAsync(async () =>
        {
            await connection.PublishAsync("restart", "hello"u8.ToArray(), Cancellation);
            return heard > 0 ? null : "a message after the restart";
        });
    }
}
