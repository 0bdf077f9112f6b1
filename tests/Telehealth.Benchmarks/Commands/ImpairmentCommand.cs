using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Benchmarks.Impairment;
using Telehealth.Media;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Commands;

/// <summary>What a listener hears and a viewer sees when the patient's network is bad, in headless peers.</summary>
internal static class ImpairmentCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "seconds", "seed", "only");
        var seconds = options.Int("seconds", 60);
        var seed = options.Int("seed", 1);
        var only = options.Text("only", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var scenarios = Scenario.All.Where(scenario => only.Length == 0 || only.Contains(scenario.Name)).ToList();
        await using var server = new MediaServer(
            new MediaOptions { UdpPort = 0, PublicAddresses = ["127.0.0.1"] }, TimeProvider.System, NullLoggerFactory.Instance);
        server.Start();
        using var loop = new PeerLoop();

        // One after the other in time would take as many minutes; rooms do not disturb each other.
        var results = await Task.WhenAll(scenarios.Select((scenario, at) =>
            new Call(server, loop, scenario, (uint)((seed * 100) + (at * 2))).RunAsync(seconds)));
        if (loop.Fault is { } fault)
        {
            throw new InvalidOperationException("a peer failed", fault);
        }

        await Report.PrintAsync(
            "impairment",
            new
            {
                seconds,
                seed,
                receiver = "headless peer: jitter buffer of 40 to 800 ms, redundancy used, NACK by round trip, PLI when nothing can be decoded for a second",
                sender = "headless peer: three VP8 layers (320x180, 640x360, 1280x720; 1.7 Mbit/s the largest), Opus with redundancy, rate by transport-wide feedback and REMB",
                directions = "up is what the doctor gets of the patient, down what the patient gets of the doctor; the patient's link is impaired both ways",
                links = string.Join("; ", scenarios.Select(scenario => $"{scenario.Name}: {scenario.Link}".Replace("LinkShape ", "", StringComparison.Ordinal))),
            },
            scenarios.Zip(results).ToDictionary(pair => pair.First.Name, pair => pair.Second));
        return 0;
    }
}
