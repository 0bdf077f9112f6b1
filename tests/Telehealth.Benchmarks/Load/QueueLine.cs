using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Telehealth.Consultations.Queue;
using Telehealth.Coordination;
using Telehealth.Media.Rtp;

namespace Telehealth.Benchmarks.Load;

/// <summary>How long so many calls took together, and each claim among them.</summary>
internal sealed record QueuePace(int Calls, TimeSpan Took, IReadOnlyList<double> ClaimMilliseconds)
{
    public double PerSecond => Calls / Took.TotalSeconds;
}

/// <summary>One department's queue in Redis with everybody in it, and messages of the same size that only go there and back.</summary>
internal sealed class QueueLine : IAsyncDisposable
{
    private static readonly string[] _languages = ["zh", "zh", "zh", "ug", "bo"];

    private readonly RedisConnection _redis;
    private readonly RedisQueueStore _store;
    private readonly Guid _department = Guid.CreateVersion7();
    private readonly QueueEntry[] _entries;
    private readonly Claimant[] _claimants;

    /// <param name="claimers">Each is a doctor who calls one patient after the other.</param>
    public QueueLine(string redis, int entries, int claimers, uint seed)
    {
        var dice = new Dice(seed);
        var now = TimeProvider.System.GetUtcNow();
        _redis = new RedisConnection(redis, NullLogger<RedisConnection>.Instance);
        _store = new RedisQueueStore(
            _redis, new StoreClock(), (_, _) => Task.FromResult<IReadOnlyList<QueueEntry>>([]), QueueRuleList.Policy, new QueueRebuilds(TimeProvider.System));
        _claimants = [.. Enumerable.Range(0, claimers).Select(number => new Claimant(
            Guid.CreateVersion7(), number % 8 == 0 ? ["zh", "ug"] : ["zh"]))];
        _entries = [.. Enumerable.Range(0, entries).Select(_ => new QueueEntry(
            Guid.CreateVersion7(),
            dice.Below(100) switch { < 1 => 1, < 9 => 2, < 54 => 3, _ => 4 },
            now.AddMilliseconds(-dice.Below(4 * 3_600_000)),
            NamedDoctorId: Doctor(dice, 10),
            PreviousDoctorId: Doctor(dice, 40),
            Language: _languages[dice.Below(_languages.Length)]))];
    }

    /// <summary>Entries that nobody or two got, and fences given twice.</summary>
    public int Wrong { get; private set; }

    /// <summary>Everybody joins.</summary>
    public Task<QueuePace> JoinAsync()
    {
        var next = -1;
        return PaceAsync(async (_, _) =>
        {
            var number = Interlocked.Increment(ref next);
            if (number >= _entries.Length)
            {
                return false;
            }

            Check(await _store.EnqueueAsync(_department, _entries[number], CancellationToken.None));
            return true;
        });
    }

    /// <summary>Every claimer calls the next and settles the claim, until nobody waits.</summary>
    public async Task<QueuePace> ClaimAsync()
    {
        var fences = new ConcurrentDictionary<Guid, long>();
        var doubled = 0;
        var pace = await PaceAsync(async (claimer, times) =>
        {
            var started = TimeProvider.System.GetTimestamp();
            var (claim, refusal) = await _store.ClaimNextAsync(_department, _claimants[claimer], CancellationToken.None);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            Check(refusal);
            if (claim is null)
            {
                return false;
            }

            Interlocked.Add(ref doubled, fences.TryAdd(claim.EntryId, claim.Fence) ? 0 : 1);
            Check(await _store.RemoveAsync(_department, claim.EntryId, CancellationToken.None));
            return true;
        });
        Wrong += doubled + (fences.Count - fences.Values.Distinct().Count()) + (_entries.Length - fences.Count);
        return pace;
    }

    /// <summary>As many of the plainest writes there are.</summary>
    public Task<QueuePace> WriteAsync(int calls, int bytes)
    {
        RedisKey key = "bare";
        var value = new byte[bytes];
        return RepeatAsync(calls, async () =>
            (await _redis.RunAsync(database => database.StringSetAsync(key, value), CancellationToken.None)).Refusal);
    }

    /// <summary>As many calls of a script that answers like a claim without looking at anything.</summary>
    public async Task<QueuePace> AnswerAsync(int calls, int bytes)
    {
        const string Script = "return { 'ok', ARGV[1], '1764000000000000' }";
        var (hash, refusal) = await _redis.RunAsync(
            database => database.ExecuteAsync("SCRIPT", "LOAD", Script), CancellationToken.None);
        Check(refusal);
        var sha = Convert.FromHexString((string)hash!);
        var keys = RedisKeys.Queue(_department);
        var name = Guid.CreateVersion7().ToString("N");
        RedisValue[] arguments = [name, new byte[Math.Max(1, bytes - name.Length - keys.Sum(key => ((byte[])key!).Length))]];
        return await RepeatAsync(calls, async () => (await _redis.RunAsync(
            database => database.ScriptEvaluateAsync(sha, keys, arguments), CancellationToken.None)).Refusal);
    }

    /// <summary>What Redis has read from the network so far.</summary>
    public async Task<long> ReadBytesAsync() => await FigureAsync("stats", "total_net_input_bytes");

    public async Task<long> UsedBytesAsync() => await FigureAsync("memory", "used_memory");

    /// <summary>Microseconds of CPU that Redis has used so far.</summary>
    public async Task<double> CpuMicrosecondsAsync()
    {
        var text = await InfoAsync("cpu");
        return 1e6 * (double.Parse(Find(text, "used_cpu_user"), CultureInfo.InvariantCulture)
            + double.Parse(Find(text, "used_cpu_sys"), CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static string Find(string text, string name) =>
        text.Split("\r\n").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Split(':')[1];

    private static void Check(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"Redis does not answer: {refusal.Code}");
        }
    }

    private async Task<long> FigureAsync(string section, string name) =>
        long.Parse(Find(await InfoAsync(section), name), CultureInfo.InvariantCulture);

    private async Task<string> InfoAsync(string section)
    {
        var (info, refusal) = await _redis.RunAsync(database => database.ExecuteAsync("INFO", section), CancellationToken.None);
        Check(refusal);
        return (string)info!;
    }

    private Task<QueuePace> RepeatAsync(int calls, Func<Task<Refusal?>> call)
    {
        var left = calls;
        return PaceAsync(async (_, _) =>
        {
            if (Interlocked.Decrement(ref left) < 0)
            {
                return false;
            }

            Check(await call());
            return true;
        });
    }

    /// <summary>As many at once as there are claimers, each until it is told that there is nothing left.</summary>
    private async Task<QueuePace> PaceAsync(Func<int, List<double>, Task<bool>> step)
    {
        var calls = 0;
        var started = TimeProvider.System.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, _claimants.Length).Select(claimer => Task.Run(async () =>
        {
            var (own, done) = (new List<double>(), 0);
            while (await step(claimer, own))
            {
                done++;
            }

            Interlocked.Add(ref calls, done);
            return own;
        })));
        return new QueuePace(calls, TimeProvider.System.GetElapsedTime(started), [.. times.SelectMany(own => own)]);
    }

    private Guid? Doctor(Dice dice, int percent) => dice.Below(100) < percent ? _claimants[dice.Below(_claimants.Length)].Id : null;
}
