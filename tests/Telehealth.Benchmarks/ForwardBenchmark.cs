using System.Runtime.InteropServices;
using System.Text.Json;
using Telehealth.Media.Dtls;
using Telehealth.Media.Peer;

namespace Telehealth.Benchmarks;

/// <summary>What it costs to forward one publisher's sound and picture to many: CPU, garbage, delay and loss.</summary>
internal sealed class ForwardBenchmark : IAsyncDisposable
{
    private const string Publisher = "publisher";

    private readonly ForwardSettings _settings;

    // The publisher has a thread of its own: what it stamps must not wait for the receivers.
    private readonly PeerLoop _sending = new();
    private readonly PeerLoop _receiving = new();
    private readonly DtlsIdentity _identity = new(TimeProvider.System.GetUtcNow());
    private readonly Dictionary<string, SubscribingPeer> _subscribers = [];
    private readonly DelayCounts _delays = new();
    private readonly PublishingPeer _publisher;
    private readonly ServerProcess _server;
    private readonly long _clockOffset;

    private ForwardBenchmark(ForwardSettings settings)
    {
        _settings = settings;
        _publisher = new PublishingPeer(_sending, _identity, new PublishShape
        {
            Fps = settings.Fps,
            PacketsPerFrame = settings.PacketsPerFrame,
            PacketBytes = settings.PacketBytes,
        });

        // Each loop's clock starts at its own zero.
        _clockOffset = _receiving.NowMicros - _sending.NowMicros;
        _server = new ServerProcess(HearAsync);
    }

    public static async Task<int> RunAsync(ForwardSettings settings)
    {
        await using var benchmark = new ForwardBenchmark(settings);
        await benchmark.ConnectAsync();
        await Console.Error.WriteLineAsync($"{settings.Subscribers} subscribers connected; warming up for {settings.WarmUpSeconds} s");
        await Task.Delay(TimeSpan.FromSeconds(settings.WarmUpSeconds));

        var rounds = new List<ForwardRound>();
        for (var round = 1; round <= settings.Rounds; round++)
        {
            rounds.Add(await benchmark.MeasureAsync());
            await Console.Error.WriteLineAsync($"round {round}: {rounds[^1]}");
        }

        await Console.Out.WriteLineAsync(Describe(settings, rounds));
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _sending.Dispose();
        _receiving.Dispose();
        _identity.Dispose();
    }

    private static string Describe(ForwardSettings settings, List<ForwardRound> rounds) => JsonSerializer.Serialize(
        new
        {
            benchmark = "forward",
            machine = new
            {
                cores = Environment.ProcessorCount,
                system = RuntimeInformation.OSDescription,
                architecture = RuntimeInformation.ProcessArchitecture.ToString(),
                runtime = RuntimeInformation.FrameworkDescription,
            },
            settings = new
            {
                subscribers = settings.Subscribers,
                seconds = settings.Seconds,
                rounds = settings.Rounds,
                fps = settings.Fps,
                packetsPerFrame = settings.PacketsPerFrame,
                packetBytes = settings.PacketBytes,
                warmUpSeconds = settings.WarmUpSeconds,
                latency = "from the publisher's send to the subscriber's decrypted packet, both loopback hops and the generator's threads included",
            },
            results = new
            {
                cpuMicrosPerForwardedPacket = Median(rounds, round => round.CpuMicrosPerPacket),
                cpuMicrosPerForwardedPacketMin = Math.Round(rounds.Min(round => round.CpuMicrosPerPacket), 3),
                cpuMicrosPerForwardedPacketMax = Math.Round(rounds.Max(round => round.CpuMicrosPerPacket), 3),
                addedLatencyP50Ms = Median(rounds, round => round.LatencyP50Ms),
                addedLatencyP99Ms = Median(rounds, round => round.LatencyP99Ms),
                bytesAllocatedPerPacket = Median(rounds, round => round.BytesPerPacket),
                packetsPerSecond = Median(rounds, round => round.PacketsPerSecond),
                lostPackets = rounds.Sum(round => round.Lost),
            },
        });

    private static double Median(List<ForwardRound> rounds, Func<ForwardRound, double> value) =>
        Math.Round(ForwardRound.Median(rounds.Select(value)), 3);

    private async Task ConnectAsync()
    {
        await _server.TellAsync(new ForwardMessage("enter", Publisher));
        var offer = await _sending.RunAsync(_publisher.CreateOffer);
        await _server.TellAsync(new ForwardMessage("publish", Publisher, Sdp: offer));
        await Waiting.For(_publisher.Transport.Connected, "the publisher's connection");
        for (var number = 1; number <= _settings.Subscribers; number++)
        {
            var name = $"subscriber{number}";
            var subscriber = new SubscribingPeer(_receiving, _identity)
            {
                Counted = stream => _delays.Add(stream.LastDelayMicros - _clockOffset),
            };
            lock (_subscribers)
            {
                _subscribers.Add(name, subscriber);
            }

            await _server.TellAsync(new ForwardMessage("enter", name));
            await Waiting.For(subscriber.Transport.Connected, $"the connection of {name}");
        }

        await _sending.RunAsync(_publisher.StartMedia);
        await Waiting.Until(() => _subscribers.Values.All(subscriber => subscriber.Packets > 0), "packets at every subscriber");
    }

    private async Task HearAsync(ForwardMessage message)
    {
        if (message.Op == "published")
        {
            await _sending.RunAsync(() => _publisher.ApplyAnswer(message.Sdp));
            return;
        }

        SubscribingPeer? subscriber;
        lock (_subscribers)
        {
            subscriber = _subscribers.GetValueOrDefault(message.Seat);
        }

        if (message.Op == "offered" && subscriber is not null)
        {
            var answer = await _receiving.RunAsync(() => subscriber.AnswerOffer(message.Sdp));
            await _server.TellAsync(new ForwardMessage("answer", message.Seat, message.OfferId, answer));
        }
    }

    private async Task<ForwardRound> MeasureAsync()
    {
        var lostBefore = await _receiving.RunAsync(() =>
        {
            _delays.Clear();
            return Lost();
        });
        var before = await _server.MeasureAsync();
        var packetsBefore = await _receiving.RunAsync(Received);
        var started = TimeProvider.System.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(_settings.Seconds));
        var after = await _server.MeasureAsync();
        var elapsed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return await _receiving.RunAsync(() =>
        {
            var packets = Received() - packetsBefore;
            return new ForwardRound(
                (after.CpuMicros - before.CpuMicros) / packets,
                packets / elapsed,
                (double)(after.AllocatedBytes - before.AllocatedBytes) / packets,
                _delays.PercentileMs(50),
                _delays.PercentileMs(99),
                Lost() - lostBefore);
        });
    }

    private long Received() => _subscribers.Values.Sum(subscriber => subscriber.Packets);

    private long Lost() => _subscribers.Values.Sum(subscriber => subscriber.Streams.Values.Sum(stream => stream.Lost));
}
