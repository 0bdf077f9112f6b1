using System.Collections.Concurrent;
using Telehealth.Benchmarks.Load;
using Telehealth.Benchmarks.Targets;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Commands;

/// <summary>What it costs the server when somebody joins, and how long the newcomer waits.</summary>
internal static class HandshakesCommand
{
    private const string Room = "room";
    private const int WarmUpJoins = 150;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "joins", "at-once");
        var joins = options.Int("joins", 400);
        var atOnce = options.Int("at-once", 8);
        using var loops = new LoadLoops();
        await using var target = new TelehealthTarget(LoadLoops.OwnAddress());
        var publisher = new PublishingPeer(loops.Sending, loops.Identity, new PublishShape { VideoKbps = 500 });
        var answer = await target.PublishAsync(Room, "publisher", await loops.Sending.RunAsync(publisher.CreateOffer));
        await loops.Sending.RunAsync(() => publisher.ApplyAnswer(answer));
        await Waiting.For(publisher.Transport.Connected, "the publisher's connection");
        await loops.Sending.RunAsync(publisher.StartMedia);

        var joining = new Joining(target, loops, Room);
        await RepeatAsync(joining.ListenAsync, WarmUpJoins, atOnce);
        await RepeatAsync(joining.SpeakAsync, WarmUpJoins, atOnce);
        var alone = await MeasureAsync(target, joining.ListenAsync, Math.Min(joins, 200), 1);
        var listening = await MeasureAsync(target, joining.ListenAsync, joins, atOnce);
        var speaking = await MeasureAsync(target, joining.SpeakAsync, joins, atOnce);
        loops.ThrowIfFaulty();
        await Report.PrintAsync(
            "handshakes",
            new { joins, atOnce, warmUpJoins = WarmUpJoins, join = "signalling, ICE, DTLS, first media packet, leaving; CPU is the server process' alone, forwarding to those who have joined included" },
            new
            {
                joinsPerSecondPerCore = Report.Rounded(1e6 / listening.CpuMicros, 0),
                cpuMsPerJoin = Report.Rounded(listening.CpuMicros / 1000),
                joinToFirstPacketP50Ms = Report.Rounded(Report.Percentile(alone.Waits, 50)),
                joinToFirstPacketP95Ms = Report.Rounded(Report.Percentile(alone.Waits, 95)),
                joinToFirstPacketManyAtOnceP50Ms = Report.Rounded(Report.Percentile(listening.Waits, 50)),
                joinToFirstPacketManyAtOnceP95Ms = Report.Rounded(Report.Percentile(listening.Waits, 95)),
                publishesPerSecondPerCore = Report.Rounded(1e6 / speaking.CpuMicros, 0),
                cpuMsPerPublish = Report.Rounded(speaking.CpuMicros / 1000),
                publishToConnectedP50Ms = Report.Rounded(Report.Percentile(speaking.Waits, 50)),
            });
        return 0;
    }

    private static async Task<(double CpuMicros, IReadOnlyCollection<double> Waits)> MeasureAsync(
        TelehealthTarget target, Func<Task<double>> join, int times, int atOnce)
    {
        var before = ProcessCost.CpuMicros(target.ProcessId);
        var waits = await RepeatAsync(join, times, atOnce);
        var cpu = (ProcessCost.CpuMicros(target.ProcessId) - before) / times;
        await Report.SayAsync(FormattableString.Invariant(
            $"{times} joins, {atOnce} at once: {cpu / 1000:0.000} ms of CPU each, waited {Report.Percentile(waits, 50):0.0} ms (p50), {Report.Percentile(waits, 95):0.0} ms (p95)"));
        return (cpu, waits);
    }

    private static async Task<IReadOnlyCollection<double>> RepeatAsync(Func<Task<double>> join, int times, int atOnce)
    {
        var waits = new ConcurrentBag<double>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, times),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (_, _) => waits.Add(await join()));
        return waits;
    }
}
