using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Consultations.Queue;
using Telehealth.Coordination;

namespace Telehealth.Consultations;

/// <summary>R-3: Redis is killed and comes back empty under a queue that two nodes serve.</summary>
public sealed class RedisAwayTests : IAsyncLifetime
{
    private readonly RedisServer _redis = new();
    private readonly TestDatabase _database = new();
    private TelehealthApp? _first;
    private TelehealthApp? _second;

    public async ValueTask InitializeAsync()
    {
        await _redis.InitializeAsync();
        _first = Node("/nodes/1");
        _second = Node("/nodes/2");
    }

    [Fact]
    public async Task R3_nobody_is_lost_or_called_twice_while_Redis_is_away_and_after_it_came_back_empty()
    {
        var clinic = await _first!.SignInAsync("clinic-ma");
        var here = await _first.SignInAsync("dr-li");
        var there = await _second!.SignInAsync("dr-li");
        var department = await here.DepartmentAsync();
        var waiting = new List<Guid>();
        for (var number = 0; number < 4; number++)
        {
            waiting.Add((await clinic.QueueCaseAsync(await _first.StrangerAsync(clinic))).Id);
        }

        await _redis.StopAsync();
        waiting.Add((await clinic.QueueCaseAsync(await _first.StrangerAsync(clinic))).Id);
        var order = (await here.GetAsync<QueueEntryView[]>($"/api/departments/{department}/queue")).Select(entry => entry.ConsultationId).ToList();
        Assert.Equal(waiting.Order(), order.Order());
        var called = (await Task.WhenAll(NextAsync(here, department), NextAsync(there, department))).ToList();
        called.Add(await NextAsync(here, department));
        Assert.Equal(order.Take(3).Order(), called.Order());

        await _redis.StartAsync();
        called.Add(await NextAsync(there, department));
        called.Add(await NextAsync(here, department));
        Assert.Equal(order, called.OrderBy(order.IndexOf));
        Assert.Empty(await here.GetAsync<QueueEntryView[]>($"/api/departments/{department}/queue"));
    }

    [Fact]
    public async Task Only_a_few_at_once_take_patients_by_the_rows_and_the_others_are_told_to_come_again()
    {
        var clinic = await _first!.SignInAsync("clinic-ma");
        var doctor = await _first.SignInAsync("dr-li");
        var path = $"/api/departments/{await doctor.DepartmentAsync()}/queue/next";
        var waiting = await clinic.QueueCaseAsync(await _first.StrangerAsync(clinic));
        await _redis.StopAsync();
        var rows = _first.Services.GetRequiredService<RowClaims>();
        var turns = await Task.WhenAll(Enumerable.Range(0, RowClaims.AtOnce).Select(_ => rows.EnterAsync(CancellationToken.None)));
        Assert.All(turns, Assert.NotNull);

        foreach (var click in new[] { path, $"/api/consultations/{waiting.Id}/accept" })
        {
            using var refused = await doctor.TryPostAsync(click);
            Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter!.Delta);
            await Task.FromResult(refused).IsRefusedAsync(HttpStatusCode.ServiceUnavailable, "coordination.unavailable");
        }

        turns[0]!.Dispose();
        Assert.Equal(waiting.Id, (await doctor.PostAsync<ConsultationDetails>(path)).Id);
    }

    [Fact]
    public async Task Nodes_without_a_database_in_common_do_not_start()
    {
        if (TestDatabase.Server is not null)
        {
            return;
        }

        await using var app = new ProductionNode { Settings = { ["Coordination:Redis"] = _redis.ConnectionString } };
        var failure = Assert.ThrowsAny<Exception>(app.AnonymousClient);
        Assert.Contains("Storage:PostgreSql", failure.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _first!.DisposeAsync();
        await _second!.DisposeAsync();
        _database.Dispose();
        await _redis.DisposeAsync();
    }

    private static async Task<Guid> NextAsync(HttpClient doctor, Guid department) =>
        (await doctor.PostAsync<ConsultationDetails>($"/api/departments/{department}/queue/next", new { requestId = Guid.CreateVersion7() })).Id;

    private TelehealthApp Node(string url) => new()
    {
        SharedDatabase = _database,
        Settings =
        {
            ["Coordination:Redis"] = _redis.ConnectionString,
            ["Rooms:NodeUrl"] = url,
            ["Rooms:PassKey"] = Convert.ToBase64String(new byte[32]),
        },
    };

    private sealed class ProductionNode : TelehealthApp
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseEnvironment("Production");
            builder.UseSetting("Rooms:PassKey", Convert.ToBase64String(new byte[32]));
        }
    }
}
