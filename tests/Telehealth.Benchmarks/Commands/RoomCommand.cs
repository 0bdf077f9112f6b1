using Telehealth.Benchmarks.Load;
using Telehealth.Benchmarks.Targets;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Commands;

/// <summary>What a room of doctors costs in which all see all.</summary>
internal static class RoomCommand
{
    private const int WarmUpSeconds = 10;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "publishers", "rooms", "seconds", "kbps");
        var publishers = options.Int("publishers", 10);
        var rooms = options.Int("rooms", 1);
        var seconds = options.Int("seconds", 20);
        var shape = new PublishShape { Simulcast = true, VideoKbps = options.Int("kbps", 1500), Redundancy = true };
        using var loops = new LoadLoops();
        await using var target = new TelehealthTarget(LoadLoops.OwnAddress());
        var load = new RoomLoad(target, loops, shape);
        await load.ConnectAsync(rooms, publishers);
        await Task.Delay(TimeSpan.FromSeconds(WarmUpSeconds));

        var before = await loops.Receiving.RunAsync(load.Counts);
        var cpuBefore = ProcessCost.CpuMicros(target.ProcessId);
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var cpu = ProcessCost.CpuMicros(target.ProcessId) - cpuBefore;
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var after = await loops.Receiving.RunAsync(load.Counts);
        var heights = await loops.Receiving.RunAsync(load.Heights);
        loops.ThrowIfFaulty();

        var packets = after.Packets - before.Packets;
        var (concealed, played) = (after.Concealed - before.Concealed, after.Played - before.Played);
        var share = cpu / elapsed / 1e6 / rooms;
        await Report.PrintAsync(
            "room",
            new { rooms, publishers, seconds, videoKbps = shape.VideoKbps, shape.Fps, layers = 3, tiles = "one of 1280x720, three of 640x360, the others of 320x180 at every seat", sound = "Opus with redundancy" },
            new
            {
                cpuPercentOfOneCorePerRoom = Report.Rounded(share * 100, 2),
                roomsPerCore = Report.Rounded(1 / share, 1),
                freezes = after.Freezes - before.Freezes,
                lostPackets = after.Lost - before.Lost,
                concealedPercent = Report.Rounded(100.0 * concealed / Math.Max(1, concealed + played)),
                framesPerSecondPerPicture = Report.Rounded((after.Frames - before.Frames) / elapsed / (rooms * publishers * (publishers - 1)), 2),
                pictures = heights,
                packetsPerSecond = Report.Rounded(packets / elapsed, 0),
                cpuUsPerForwardedPacket = Report.Rounded(cpu / packets),
            });
        return 0;
    }
}
