using System.Net;
using System.Text.Json;

namespace Telehealth.Benchmarks.Hubs;

/// <summary>Which visitors a client process holds. The file has one visitor per line: cookie, tab, pass of the call it is in or nothing.</summary>
internal sealed record CrowdOrder(string[] Hubs, string Path, string VisitorsFile, int From, int Count, string? Say);

/// <summary>What a client process counts of its visitors.</summary>
/// <param name="CallsInAt">For those in a call: seconds on the machine's own clock.</param>
internal sealed record CrowdState(int In, int Strange, int Refusals, long Heard, double[] InAt, double[] CallsInAt);

/// <summary>The far end of <see cref="CrowdProcess"/>: many visitors in a process of their own.</summary>
internal static class HubCrowd
{
    private const int ArrivingAtOnce = 400;
    private const int Slots = 50;
    private const int MostUnanswered = 32;

    private static readonly TimeSpan _slot = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] _ping = WebSocketFrames.Text("{\"type\":6}\u001e");
    private static readonly byte[] _heartbeat = WebSocketFrames.Text("{\"type\":1,\"target\":\"Heartbeat\",\"arguments\":[]}\u001e");

    public static async Task<int> RunAsync(string json)
    {
        var order = JsonSerializer.Deserialize<CrowdOrder>(json)!;
        var visitors = Read(order).ToArray();
        using var stopping = new CancellationTokenSource();
        using var arriving = new SemaphoreSlim(ArrivingAtOnce);
        var lives = visitors.Select(visitor => visitor.LiveAsync(arriving, stopping.Token)).ToArray();
        _ = Task.Run(() => BeatAsync(visitors, stopping.Token));
        var talking = order.Say is { } words ? Task.Run(() => TalkAsync(visitors, WebSocketFrames.Text(words), stopping.Token)) : Task.CompletedTask;
        while (await Console.In.ReadLineAsync() is not null)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(StateOf(visitors)));
            await Console.Out.FlushAsync();
        }

        await stopping.CancelAsync();
        foreach (var visitor in visitors)
        {
            visitor.Leave();
        }

        await Task.WhenAll(lives.Append(talking).Select(life => life.ContinueWith(_ => { }, TaskScheduler.Default)));
        return 0;
    }

    private static IEnumerable<HubVisitor> Read(CrowdOrder order)
    {
        var hubs = order.Hubs.Select(IPEndPoint.Parse).ToArray();
        var lines = order.VisitorsFile.Length > 0
            ? File.ReadLines(order.VisitorsFile).Skip(order.From).Take(order.Count)
            : Enumerable.Repeat("\t", order.Count);
        var at = order.From;
        foreach (var line in lines)
        {
            var parts = line.Split('\t');

            // Each source address has ports of its own.
            var source = new IPAddress([127, 0, 1, (byte)(1 + (at % 16))]);
            yield return new HubVisitor(hubs[at % hubs.Length], source, order.Path, parts[0], parts[1]);
            at++;
        }
    }

    /// <summary>Each visitor says something every five seconds: a heartbeat and a ping in turns, as the browser's client does.</summary>
    private static async Task BeatAsync(HubVisitor[] visitors, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_slot);
        for (var tick = 0; await timer.WaitForNextTickAsync(stopping); tick++)
        {
            var frame = tick / Slots % 2 == 0 ? _heartbeat : _ping;
            for (var at = tick % Slots; at < visitors.Length; at += Slots)
            {
                visitors[at].Send(frame);
            }
        }
    }

    /// <summary>So many calls may be unanswered, as in a page that waits for its answers.</summary>
    private static async Task TalkAsync(HubVisitor[] visitors, byte[] words, CancellationToken stopping)
    {
        for (var said = 0L; !stopping.IsCancellationRequested;)
        {
            if (visitors[0].InSince == 0 || said - visitors[0].Heard > MostUnanswered)
            {
                await Task.Delay(1, stopping);
                continue;
            }

            visitors[0].Send(words);
            said++;
        }
    }

    private static CrowdState StateOf(HubVisitor[] visitors)
    {
        var inside = visitors.Where(visitor => visitor.InSince != 0).ToArray();
        return new CrowdState(
            inside.Length,
            HubVisitor.Strange,
            visitors.Sum(visitor => visitor.Refusals),
            visitors.Sum(visitor => visitor.Heard),
            [.. inside.Where(visitor => !visitor.IsInCall).Select(Seconds)],
            [.. inside.Where(visitor => visitor.IsInCall).Select(Seconds)]);
    }

    private static double Seconds(HubVisitor visitor) => (double)visitor.InSince / TimeProvider.System.TimestampFrequency;
}
