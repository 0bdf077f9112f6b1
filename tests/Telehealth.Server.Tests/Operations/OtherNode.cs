using Microsoft.Extensions.Hosting;
using Telehealth.Coordination;

namespace Telehealth.Operations;

/// <summary>Another node of the installation, as far as its entry in the registry goes.</summary>
internal sealed class OtherNode(INodeRegistry registry, OtherNode.Script script) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await registry.OnDrainAsync(script.Drained.Add, stoppingToken);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            if (script.Node is { } node)
            {
                await registry.WriteAsync(node, stoppingToken);
            }
            else
            {
                await registry.ForgetAsync(script.Name, stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>What the test lets it say; null once it is silent.</summary>
    internal sealed class Script(string name)
    {
        public string Name { get; } = name;

        public Node? Node { get; set; } = new(
            name, name, "http://" + name, NodeRole.All, 12, 24, 300, 0.25, false, new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.Zero), "1.0.0");

        public System.Collections.Concurrent.ConcurrentBag<string> Drained { get; } = [];
    }
}
