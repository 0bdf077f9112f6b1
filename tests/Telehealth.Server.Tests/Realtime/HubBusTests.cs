using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

public sealed class HubBusTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private const string Channel = "th:hub-bus-test";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_comes_twice_is_delivered_once()
    {
        var delivered = new ConcurrentQueue<string>();
        await using var connection = redis.Connect();
        await using var bus = new HubBus(connection, Channel, Deliver, NullLogger.Instance);
        bus.Start();
        await Wait.UntilAsync(() => bus.IsLinked, "the bus to hear itself");

        var other = Guid.NewGuid();
        foreach (var (number, text) in ((long, string)[])[(1, "first"), (1, "first"), (2, "second"), (1, "first"), (3, "third")])
        {
            var letter = HubEnvelope.Send(HubEnvelopeKind.SendAll, "", Encoding.UTF8.GetBytes(text), null);
            await connection.PublishAsync(Channel, new HubBatch(other, number, [letter]).ToBytes(), Cancellation);
        }

        await Wait.UntilAsync(() => delivered.Contains("third"), "the last letter");
        Assert.Equal(["first", "second", "third"], delivered);

        ValueTask Deliver(HubEnvelope envelope)
        {
            delivered.Enqueue(Encoding.UTF8.GetString(envelope.Payload.Span));
            return ValueTask.CompletedTask;
        }
    }
}
