using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telehealth.Coordination;

namespace Telehealth;

public sealed partial class NodeFailuresTests
{
    [Fact]
    public async Task A_node_tells_the_others_its_last_failures_and_no_value_that_stood_in_them()
    {
        await using var app = new TelehealthApp();
        var logs = app.Services.GetRequiredService<ILoggerFactory>();
        LogMissed(logs.CreateLogger("Telehealth.Somewhere"), "secret");
        LogMissed(logs.CreateLogger("Somebody.Else"), "secret");
        var registry = app.Services.GetRequiredService<INodeRegistry>();

        NodeFailure[] told = [];
        await Wait.UntilAsync(
            async () =>
            {
                var (nodes, _) = await registry.ListAsync(TestContext.Current.CancellationToken);
                told = [.. nodes!.SelectMany(node => node.Failures)];
                return told.Any(failure => failure.Category == "Somebody.Else") ? null : "the node's entry tells of it";
            });

        Assert.Equal("{Name} was missed", told.Single(failure => failure.Category == "Telehealth.Somewhere").Sentence);
        Assert.Null(told.Single(failure => failure.Category == "Somebody.Else").Sentence);
        Assert.DoesNotContain(told, failure => failure.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task However_much_went_wrong_the_entry_stays_short()
    {
        await using var app = new TelehealthApp();
        var logs = app.Services.GetRequiredService<ILoggerFactory>();
        for (var number = 0; number < 20; number++)
        {
            LogMissed(logs.CreateLogger($"Telehealth.{new string('x', 1_000)}{number}"), "secret");
        }

        var told = app.Services.GetRequiredService<ListFailures>()();

        Assert.Equal(NodeFailure.MostOfOneNode, told.Count);
        Assert.All(told, failure => Assert.Equal(NodeFailure.LongestText, failure.Category.Length));
    }

    [LoggerMessage(LogLevel.Warning, "{Name} was missed")]
    private static partial void LogMissed(ILogger log, string name);
}
