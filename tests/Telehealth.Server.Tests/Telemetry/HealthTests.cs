using System.Net;
using System.Text.Json.Nodes;

namespace Telehealth.Telemetry;

public sealed class HealthTests
{
    [Fact]
    public async Task A_started_node_lives_and_is_ready()
    {
        await using var app = new TelehealthApp();
        var visitor = app.AnonymousClient();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/health/live")).StatusCode);
        var ready = JsonNode.Parse(await visitor.GetStringAsync("/health/ready"))!;
        Assert.Equal("healthy", (string?)ready["checks"]!["database"]);
    }

    [Fact]
    public async Task A_node_whose_tables_are_gone_lives_but_is_not_ready()
    {
        using var database = new TestDatabase();
        await using var app = new TelehealthApp { SharedDatabase = database };
        var visitor = app.AnonymousClient();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/health/ready")).StatusCode);

        database.Execute("DROP TABLE \"Outbox\"");

        var answer = await visitor.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(
            "unhealthy", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["checks"]!["database"]);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/health/live")).StatusCode);
    }
}
