using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Telemetry.History;

namespace Telehealth.Storage;

public sealed class OutboxTests : IDisposable
{
    private readonly TestDatabase _database = new();
    private readonly ManualClock _clock = new();
    private readonly ConcurrentQueue<string> _handled = [];
    private int _failuresLeft;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_recorded_fact_reaches_its_handler_after_the_save()
    {
        await using var node = await StartNodeAsync();
        await SaveAsync(node, "first");
        await Wait.UntilAsync(() => _handled.Contains("first"), "the handler never got the fact");
        await Wait.UntilAsync(() => CountRowsAsync(node));
    }

    [Fact]
    public async Task A_fact_whose_handler_failed_is_delivered_again()
    {
        _failuresLeft = 2;
        await using var node = await StartNodeAsync();
        await SaveAsync(node, "stubborn");

        await Wait.UntilAsync(() =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return _handled.Contains("stubborn");
        }, "the fact was not delivered again");
        Assert.Equal(0, _failuresLeft);
    }

    [Fact]
    public async Task A_fact_of_a_transaction_that_is_rolled_back_never_happened()
    {
        await using var node = await StartNodeAsync();
        await using (var scope = node.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Add(new OutboxRow
            {
                Id = Guid.CreateVersion7(),
                EventName = typeof(Noted).FullName!,
                Payload = """{"Text":"undone"}""",
                RecordedAt = _clock.GetUtcNow(),
                DueAt = _clock.GetUtcNow(),
            });
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }

        await SaveAsync(node, "after");
        await Wait.UntilAsync(() => _handled.Contains("after"), "the later fact did not arrive");
        Assert.DoesNotContain("undone", _handled);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_hand_each_fact_over_once()
    {
        await using var first = await StartNodeAsync();
        await using var second = await StartNodeAsync();
        for (var number = 0; number < 40; number++)
        {
            await SaveAsync(number % 2 == 0 ? first : second, $"fact {number}");
        }

        await Wait.UntilAsync(() => _handled.Count >= 40, $"only some facts were handled");
        await Wait.UntilAsync(() => CountRowsAsync(first));
        Assert.Equal(40, _handled.Distinct().Count());
        Assert.Equal(40, _handled.Count);
    }

    private async Task SaveAsync(IServiceProvider node, string text)
    {
        await using var scope = node.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TelehealthDb>();
        var now = _clock.GetUtcNow();
        db.Add(OutboxEvents.ToRow(new Noted(text), now));
        await db.SaveChangesAsync();
        node.GetRequiredService<OutboxSignal>().Wake();
    }

    private static async Task<string?> CountRowsAsync(IServiceProvider node)
    {
        await using var scope = node.CreateAsyncScope();
        var left = await scope.ServiceProvider.GetRequiredService<TelehealthDb>().Set<OutboxRow>().CountAsync();
        return left == 0 ? null : $"{left} rows are left in the outbox";
    }

    private async Task<ServiceProvider> StartNodeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton(HistoryLog.Off);
        services.AddSingleton(new OutboxEvents([typeof(Noted)]));
        services.AddScoped<IHandle<Noted>>(_ => new NotedHandler(this));
        if (_database.PostgreSql is { } connection)
        {
            services.AddDbContext<TelehealthDb, PostgresTelehealthDb>(options => options.UseNpgsql(connection));
        }
        else
        {
            var file = Path.Combine(_database.Folder, "outbox.db");
            services.AddDbContext<TelehealthDb, SqliteTelehealthDb>(options => options.UseSqlite($"Data Source={file}"));
        }

        var node = services.BuildServiceProvider();
        await using (var scope = node.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<TelehealthDb>().Database.MigrateAsync();
        }

        var dispatcher = ActivatorUtilities.CreateInstance<OutboxDispatcher>(node, NullLogger<OutboxDispatcher>.Instance);
        await dispatcher.StartAsync(CancellationToken.None);
        return node;
    }

    private sealed record Noted(string Text);

    private sealed class NotedHandler(OutboxTests test) : IHandle<Noted>
    {
        public Task Handle(Noted fact, CancellationToken cancellation)
        {
            if (Interlocked.Decrement(ref test._failuresLeft) >= 0)
            {
                throw new InvalidOperationException("Not yet.");
            }

            Interlocked.CompareExchange(ref test._failuresLeft, 0, -1);
            test._handled.Enqueue(fact.Text);
            return Task.CompletedTask;
        }
    }
}
