using Telehealth.Benchmarks.Targets;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks.Load;

/// <summary>What a server is loaded with: rooms of one publisher each, and so many who watch it.</summary>
internal sealed record LoadShape
{
    public int Rooms { get; init; } = 1;

    public int Seats { get; init; } = 30;

    public PublishShape Publisher { get; init; } = new();
}

/// <summary>The generator of one server: its publishers send on one thread, its receivers count on another.</summary>
internal sealed class ForwardLoad(IMediaTarget target, LoadShape shape, LoadLoops loops) : IAsyncDisposable
{
    // At once; more would only fill the server's queue of handshakes.
    private const int Joining = 8;

    private readonly List<PublishingPeer> _publishers = [];
    private readonly List<CountingReceiver> _receivers = [];
    private readonly DelayCounts _delays = new();

    public IMediaTarget Target => target;

    /// <summary>The SRTP profiles in and out, as DTLS agreed on them.</summary>
    public string Ciphers => $"in {_publishers[0].Transport.Profile}, out {_receivers[0].Transport.Profile}";

    public long Lost => _receivers.Sum(receiver => receiver.Lost);

    public long LostSound => _receivers.Sum(receiver => receiver.LostSound);

    /// <summary>Transport-wide feedback to the server: proof that it writes the extension that the feedback is about.</summary>
    public long FeedbackSent => _receivers.Sum(receiver => receiver.FeedbackSent);

    public async Task ConnectAsync()
    {
        for (var room = 0; room < shape.Rooms; room++)
        {
            await AddPublisherAsync($"room{room}");
        }

        var seats = Enumerable.Range(0, shape.Rooms).SelectMany(room => Enumerable.Range(0, shape.Seats).Select(seat => (room, seat)));
        await Parallel.ForEachAsync(
            seats,
            new ParallelOptions { MaxDegreeOfParallelism = Joining },
            async (place, _) => await AddReceiverAsync($"room{place.room}", $"room{place.room}-seat{place.seat}"));
    }

    /// <summary>Starts the media; a room's frames do not fall on the same moment as the other rooms'.</summary>
    public async Task StartAsync()
    {
        foreach (var publisher in _publishers)
        {
            await loops.Sending.RunAsync(publisher.StartMedia);
            await Task.Delay(1000 / shape.Publisher.Fps / _publishers.Count);
        }

        await Waiting.Until(() => _receivers.TrueForAll(receiver => receiver.Packets > 0), $"packets of {target.Name} at every receiver");
    }

    public async Task StopAsync()
    {
        foreach (var publisher in _publishers)
        {
            await loops.Sending.RunAsync(publisher.StopMedia);
        }
    }

    public async Task<ForwardRound> MeasureAsync(int seconds)
    {
        var before = await loops.Receiving.RunAsync(() =>
        {
            _delays.Clear();
            return Counts();
        });
        var allocatedBefore = await target.AllocatedBytesAsync();
        var cpuBefore = ProcessCost.CpuMicros(target.ProcessId);
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var cpuAfter = ProcessCost.CpuMicros(target.ProcessId);
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var allocatedAfter = await target.AllocatedBytesAsync();
        return await loops.Receiving.RunAsync(() =>
        {
            var after = Counts();
            var packets = Math.Max(1, after.Packets - before.Packets);
            return new ForwardRound
            {
                Packets = packets,
                PacketsPerSecond = packets / elapsed,
                CpuMicros = cpuAfter - cpuBefore,
                CpuPercent = (cpuAfter - cpuBefore) / elapsed / 10_000,
                AllocatedBytes = allocatedAfter - allocatedBefore,
                P50Ms = _delays.PercentileMs(50),
                P99Ms = _delays.PercentileMs(99),
                MaxMs = _delays.MaxMs,
                Lost = after.Lost - before.Lost,
                Repeated = after.Filled - before.Filled,
                Foreign = after.Foreign - before.Foreign,
            };
        });
    }

    public async ValueTask DisposeAsync() => await target.DisposeAsync();

    private (long Packets, long Lost, long Filled, long Foreign) Counts() => (
        _receivers.Sum(receiver => receiver.Packets),
        _receivers.Sum(receiver => receiver.Lost),
        _receivers.Sum(receiver => receiver.Filled),
        _receivers.Sum(receiver => receiver.Foreign));

    private async Task AddPublisherAsync(string room)
    {
        var publisher = new PublishingPeer(loops.Sending, loops.Identity, shape.Publisher);
        _publishers.Add(publisher);
        var answer = await target.PublishAsync(room, $"{room}-publisher", await loops.Sending.RunAsync(publisher.CreateOffer));
        await loops.Sending.RunAsync(() => publisher.ApplyAnswer(answer));
        await Waiting.For(publisher.Transport.Connected, $"the publisher's connection to {target.Name}");
    }

    private async Task AddReceiverAsync(string room, string seat)
    {
        var receiver = new CountingReceiver(loops.Receiving, loops.Identity, _delays);
        lock (_receivers)
        {
            _receivers.Add(receiver);
        }

        await target.SubscribeAsync(room, seat, offer => loops.Receiving.RunAsync(() => receiver.AnswerOffer(offer)));
        await Waiting.For(receiver.Transport.Connected, $"the connection of {seat} to {target.Name}");
    }
}
