using Telehealth.Benchmarks.Load;
using Telehealth.Lab;

namespace Telehealth.Benchmarks.Commands;

/// <summary>One department's queue in Redis: how many can join and be called a second, how long does a doctor wait for the claim with
/// its fence, and how much is that of what the same client gets from a script in the same Redis that only answers, and of plain writes?</summary>
internal static class QueueCommand
{
    private const uint Seed = 20261124;

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "entries", "claimers", "rounds");
        var (entries, claimers, rounds) = (options.Int("entries", 100_000), options.Int("claimers", 64), options.Int("rounds", 3));
        await using var lab = await Laboratory.StartAsync(
            new LabOptions { Nodes = 0, WithPostgres = false, WithRelays = false, WithHistory = false }, CancellationToken.None);
        var redis = $"127.0.0.1:{lab.Redis!.Port}";
        await using (var warm = new QueueLine(redis, Math.Min(entries, 20_000), claimers, Seed + 1))
        {
            await Report.SayAsync("warming up");
            await RoundAsync(warm, Math.Min(entries, 20_000));
        }

        var measured = new List<QueueRound>();
        var wrong = 0;
        for (var round = 0; round < rounds; round++)
        {
            await Report.SayAsync($"round {round + 1} of {rounds}");
            await using var line = new QueueLine(redis, entries, claimers, Seed);
            measured.Add(await RoundAsync(line, entries));
            wrong += line.Wrong;
        }

        double Middle(Func<QueueRound, double> figure) => Report.Median(measured.Select(figure));
        await Report.PrintAsync(
            "queue",
            new { entries, claimers, rounds, roundTripsAnEntry = 3, seed = Seed },
            new
            {
                joinsPerSecond = Report.Rounded(Middle(round => round.Joins.PerSecond), 0),
                claimsPerSecond = Report.Rounded(Middle(round => round.Claims.PerSecond), 0),
                claimP50Ms = Report.Rounded(Middle(round => Report.Percentile(round.Claims.ClaimMilliseconds, 50))),
                claimP99Ms = Report.Rounded(Middle(round => Report.Percentile(round.Claims.ClaimMilliseconds, 99))),
                roundTripsPerSecond = Report.Rounded(Middle(round => round.PerSecond), 0),
                bareRedisPerSecond = Report.Rounded(Middle(round => round.Answers.PerSecond), 0),
                shareOfBareRedis = Report.Rounded(Middle(round => round.PerSecond / round.Answers.PerSecond)),
                plainWritesPerSecond = Report.Rounded(Middle(round => round.Writes.PerSecond), 0),
                shareOfPlainWrites = Report.Rounded(Middle(round => round.PerSecond / round.Writes.PerSecond)),
                joinRedisMicroseconds = Report.Rounded(Middle(round => round.JoinCpu), 1),
                claimAndSettleRedisMicroseconds = Report.Rounded(Middle(round => round.ClaimCpu), 1),
                bareRedisMicroseconds = Report.Rounded(Middle(round => round.AnswerCpu), 1),
                plainWriteRedisMicroseconds = Report.Rounded(Middle(round => round.WriteCpu), 1),
                bytesAMessage = Report.Rounded(Middle(round => round.Bytes), 0),
                redisBytesPerEntry = Report.Rounded(Middle(round => round.Memory), 0),
                lostOrDoubled = wrong,
            });
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>Join, claim, settle; then as many messages of the same size without any work.</summary>
    private static async Task<QueueRound> RoundAsync(QueueLine line, int entries)
    {
        var (memory, cpu, read) = (await line.UsedBytesAsync(), await line.CpuMicrosecondsAsync(), await line.ReadBytesAsync());
        var joins = await line.JoinAsync();
        var (fullMemory, joined) = (await line.UsedBytesAsync(), await line.CpuMicrosecondsAsync());
        var claims = await line.ClaimAsync();
        var (claimed, bytes) = (await line.CpuMicrosecondsAsync(), (double)(await line.ReadBytesAsync() - read) / (entries * 3));
        var writes = await line.WriteAsync(entries * 3, (int)bytes);
        var written = await line.CpuMicrosecondsAsync();
        var answers = await line.AnswerAsync(entries * 3, (int)bytes);
        var answered = await line.CpuMicrosecondsAsync();
        return new QueueRound(
            joins,
            claims,
            writes,
            answers,
            (joined - cpu) / entries,
            (claimed - joined) / entries,
            (written - claimed) / (entries * 3),
            (answered - written) / (entries * 3),
            bytes,
            (double)(fullMemory - memory) / entries);
    }

    private sealed record QueueRound(
        QueuePace Joins,
        QueuePace Claims,
        QueuePace Writes,
        QueuePace Answers,
        double JoinCpu,
        double ClaimCpu,
        double WriteCpu,
        double AnswerCpu,
        double Bytes,
        double Memory)
    {
        public double PerSecond => 3 * Joins.Calls / (Joins.Took + Claims.Took).TotalSeconds;
    }
}
