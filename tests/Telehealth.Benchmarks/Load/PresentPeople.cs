using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Coordination;
using Telehealth.Media.Rtp;

namespace Telehealth.Benchmarks.Load;

/// <summary>A consortium's practitioners with a tab each, ten at a department, ten specialties at a hospital.</summary>
internal sealed class PresentPeople : IAsyncDisposable
{
    private const int AtADepartment = 10;
    private const int SpecialtiesAtAHospital = 10;

    private readonly RedisConnection _redis;
    private readonly PresenceScope[] _departments;
    private readonly PresenceBeat[] _beats;

    public PresentPeople(string redis, int practitioners, uint seed)
    {
        var dice = new Dice(seed);
        _redis = new RedisConnection(redis, NullLogger<RedisConnection>.Instance);
        Store = new RedisPresenceStore(_redis, new StoreClock());
        _departments = [.. Enumerable.Range(0, (practitioners + AtADepartment - 1) / AtADepartment)
            .Select(_ => PresenceScope.Department(Guid.CreateVersion7()))];
        _beats = [.. Enumerable.Range(0, practitioners).Select(number => new PresenceBeat(
            Guid.CreateVersion7(),
            Convert.ToBase64String(Guid.NewGuid().ToByteArray())[..22],
            [_departments[number / AtADepartment]],
            new PresenceChoice(Choose(dice), TimeProvider.System.GetUtcNow())))];
    }

    public RedisPresenceStore Store { get; }

    public int Departments => _departments.Length;

    public int DepartmentsOfASpecialty => OfSpecialty(0, 0).Count;

    /// <summary>The departments of one specialty as one hospital sees them: its own first.</summary>
    public IReadOnlyList<PresenceScope> OfSpecialty(int specialty, int hospital)
    {
        var all = _departments.Where((_, at) => at % SpecialtiesAtAHospital == specialty).ToList();
        return [.. all.Skip(hospital % all.Count), .. all.Take(hospital % all.Count)];
    }

    /// <summary>As many departments where nobody has been for days.</summary>
    public IReadOnlyList<PresenceScope> Deserted { get; } = [.. Enumerable.Range(0, 300).Select(_ => PresenceScope.Department(Guid.CreateVersion7()))];

    public PresenceBeat Beat(long number) => _beats[(int)(number % _beats.Length)];

    /// <summary>Beats of everybody, again and again, so many at once; answers how many were refused.</summary>
    public async Task<long> BeatAllAsync(int rounds, int atOnce)
    {
        long next = -1, refused = 0, count = (long)rounds * _beats.Length;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => Task.Run(async () =>
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                var answer = await Store.BeatAsync(Beat(number), CancellationToken.None);
                if (answer.Refusal is not null)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));
        return refused;
    }

    /// <summary>Everybody's heartbeat every ten seconds, spread evenly, until stopped.</summary>
    public async Task KeepBeatingAsync(CancellationToken stopping)
    {
        var perTick = _beats.Length / 2000.0;
        double due = 0;
        long sent = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!stopping.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            due += perTick;
            var batch = new List<Task>();
            for (; sent < (long)due; sent++)
            {
                batch.Add(Store.BeatAsync(Beat(sent), CancellationToken.None));
            }

            await Task.WhenAll(batch);
        }
    }

    public async Task<long> UsedBytesAsync()
    {
        var (info, refusal) = await _redis.RunAsync(database => database.ExecuteAsync("INFO", "memory"), CancellationToken.None);
        var line = (info?.ToString() ?? throw new InvalidOperationException($"Redis does not answer: {refusal?.Code}")).Split("\r\n")
            .Single(text => text.StartsWith("used_memory:", StringComparison.Ordinal));
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    // A working day: most can be asked, the others are busy or away.
    private static PresenceState Choose(Dice dice) =>
        dice.Below(10) switch { < 6 => PresenceState.Available, < 8 => PresenceState.Busy, _ => PresenceState.Away };
}
