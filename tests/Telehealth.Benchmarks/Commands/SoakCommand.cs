using Telehealth.Benchmarks.Load;
using Telehealth.Benchmarks.Targets;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Commands;

/// <summary>Hours of coming and going with media running: what grows in the server's process?</summary>
internal static class SoakCommand
{
    private static readonly TimeSpan _sampleSpacing = TimeSpan.FromSeconds(5);

    private sealed record Sample(double Hours, double ResidentMiB, int Handles);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "minutes", "seats", "joins-per-second");
        var minutes = options.Int("minutes", 20);
        var joinsPerSecond = options.Int("joins-per-second", 5);
        var shape = new LoadShape { Rooms = 2, Seats = options.Int("seats", 15), Publisher = new PublishShape { VideoKbps = 1500 } };
        var warmUp = TimeSpan.FromMinutes(Math.Min(10, minutes / 4.0));
        using var loops = new LoadLoops();
        var target = new TelehealthTarget(LoadLoops.OwnAddress());
        await using var load = new ForwardLoad(target, shape, loops);
        await load.ConnectAsync();
        await load.StartAsync();
        using var stopping = new CancellationTokenSource();
        var churn = ChurnAsync(new Joining(target, loops, "room0"), joinsPerSecond, stopping.Token);
        await Task.Delay(warmUp);
        var samples = await SampleAsync(target, load, TimeSpan.FromMinutes(minutes) - warmUp);
        await stopping.CancelAsync();
        var joins = await churn;
        var end = await target.MeasureAsync();
        loops.ThrowIfFaulty();
        await Report.PrintAsync(
            "soak",
            new { minutes, warmUpMinutes = warmUp.TotalMinutes, shape.Rooms, shape.Seats, videoKbps = shape.Publisher.VideoKbps, joinsPerSecond },
            new
            {
                rssSlopeMiBPerHour = Report.Rounded(Slope(samples)),
                rssMiBAfterWarmUp = Report.Rounded(samples[0].ResidentMiB, 1),
                rssMiBAtEnd = Report.Rounded(samples[^1].ResidentMiB, 1),
                handlesAfterWarmUp = samples[0].Handles,
                handlesAtEnd = samples[^1].Handles,
                gcPauses = end.Pauses,
                gcPauseP99Ms = Report.Rounded(end.PauseP99Ms),
                gcPauseMaxMs = Report.Rounded(end.PauseMaxMs),
                allocatedMiB = Report.Rounded(end.AllocatedBytes / 1048576.0, 1),
                joins,
                lostPackets = load.Lost,
            });
        return 0;
    }

    private static async Task<int> ChurnAsync(Joining joining, int perSecond, CancellationToken stopping)
    {
        var joins = 0;
        while (!stopping.IsCancellationRequested)
        {
            // Every second newcomer publishes; each kind leaves other things behind.
            await (joins++ % 2 == 0 ? joining.ListenAsync() : joining.SpeakAsync());
            await Task.Delay(1000 / perSecond, CancellationToken.None);
        }

        return joins;
    }

    private static async Task<List<Sample>> SampleAsync(TelehealthTarget target, ForwardLoad load, TimeSpan duration)
    {
        var samples = new List<Sample>();
        var started = TimeProvider.System.GetTimestamp();
        for (var elapsed = TimeSpan.Zero; elapsed < duration; elapsed = TimeProvider.System.GetElapsedTime(started))
        {
            var sample = new Sample(
                elapsed.TotalHours, ProcessCost.ResidentBytes(target.ProcessId) / 1048576.0, ProcessCost.Handles(target.ProcessId));
            samples.Add(sample);
            if (samples.Count % 12 == 1)
            {
                await Report.SayAsync(FormattableString.Invariant(
                    $"{elapsed.TotalMinutes:0} min: {sample.ResidentMiB:0.0} MiB, {sample.Handles} handles, lost {load.Lost}"));
            }

            await Task.Delay(_sampleSpacing);
        }

        return samples;
    }

    // Least squares, so that neither end counts more than the middle.
    private static double Slope(List<Sample> samples)
    {
        var (time, size) = (samples.Average(sample => sample.Hours), samples.Average(sample => sample.ResidentMiB));
        var spread = samples.Sum(sample => (sample.Hours - time) * (sample.Hours - time));
        return spread == 0 ? 0 : samples.Sum(sample => (sample.Hours - time) * (sample.ResidentMiB - size)) / spread;
    }
}
