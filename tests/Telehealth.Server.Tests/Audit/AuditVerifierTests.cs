using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Storage;

namespace Telehealth.Audit;

public sealed class AuditVerifierTests : IAsyncDisposable
{
    private const int Entries = 10_000;
    private const int Flips = 200;
    private const ulong Seed = 20_261_124;

    private readonly TestDatabase _database = new();
    private readonly TelehealthApp _app;

    public AuditVerifierTests() => _app = new TelehealthApp { SharedDatabase = _database };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _database.Dispose();
    }

    [Fact]
    public async Task Each_of_two_hundred_flipped_bits_among_ten_thousand_entries_is_found_and_its_entry_named()
    {
        await WriteAsync(Entries);
        var written = (await _app.AuditAsync()).Select(entry => (entry.Chain, entry.Sequence)).ToArray();
        Assert.True((await VerifyAsync()).IsWhole, "The audit is broken before anybody touched it.");
        await using var flips = await BitFlips.StartAsync(_database, new SeededDice(Seed));

        var unnamed = new List<string>();
        for (var number = 1; number <= Flips; number++)
        {
            var flip = await flips.TurnOneAsync(written);
            var report = await VerifyAsync();
            if (!report.Findings.Any(found => Names(found, flip)))
            {
                unnamed.Add($"flip {number}: {flip.Column} of {flip.Chain}/{flip.Sequence}, found {string.Join(", ", report.Findings)}");
            }

            await flip.UndoAsync();
        }

        Assert.Empty(unnamed);
        Assert.True((await VerifyAsync()).IsWhole, "A flip was not undone.");
    }

    [Fact]
    public async Task Entries_that_are_deleted_cut_off_or_swapped_are_named()
    {
        await WriteAsync(400);
        var (chain, last) = (await _app.AuditAsync()).GroupBy(entry => entry.Chain)
            .Select(entries => (entries.Key, entries.Max(entry => entry.Sequence))).MaxBy(entries => entries.Item2);
        await using (await BitFlips.StartAsync(_database, new SeededDice(1)))
        {
        }

        _database.Execute($"""UPDATE "AuditEntries" SET "Sequence" = -1 WHERE "Chain" = {chain} AND "Sequence" = 2""");
        _database.Execute($"""UPDATE "AuditEntries" SET "Sequence" = 2 WHERE "Chain" = {chain} AND "Sequence" = 3""");
        _database.Execute($"""UPDATE "AuditEntries" SET "Sequence" = 3 WHERE "Chain" = {chain} AND "Sequence" = -1""");
        Assert.Contains((await VerifyAsync()).Findings, found => found.Chain == chain && found.Sequence == 2);

        _database.Execute($"""DELETE FROM "AuditEntries" WHERE "Chain" = {chain} AND "Sequence" < 5""");
        var first = (await VerifyAsync()).Findings[0];
        Assert.Equal((chain, 1L, AuditFault.Missing), (first.Chain, first.Sequence, first.Fault));

        _database.Execute($"""DELETE FROM "AuditEntries" WHERE "Chain" = {chain} AND "Sequence" = {last}""");
        var found = (await VerifyAsync()).Findings;
        Assert.Contains(new AuditFinding(chain, last, AuditFault.Missing), found);
        Assert.All(found, finding => Assert.Equal(chain, finding.Chain));
    }

    [Fact]
    public async Task A_server_that_goes_on_writing_is_no_finding()
    {
        var writing = WriteAsync(300);
        while (!writing.IsCompleted)
        {
            Assert.Empty((await VerifyAsync()).Findings);
        }

        await writing;
    }

    [Theory]
    [InlineData("""UPDATE "AuditEntries" SET "Action" = 'nothing'""")]
    [InlineData("""DELETE FROM "AuditEntries" """)]
    [InlineData("""DELETE FROM "AuditChains" """)]
    public async Task The_database_itself_refuses_to_change_or_delete(string sql)
    {
        await _app.SignInAsync("dr-li");
        var error = Assert.ThrowsAny<DbException>(() => _database.Execute(sql));
        Assert.Contains("audit are never", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(await _app.AuditAsync());
    }

    /// <summary>Where a flip in the place of an entry makes it stand elsewhere, its own place is named as empty.</summary>
    private static bool Names(AuditFinding found, Flip flip) =>
        found.Chain == flip.Chain && (flip.Sequence is { } sequence ? found.Sequence == sequence : found.Fault == AuditFault.Head);

    private async Task<AuditReport> VerifyAsync()
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await AuditVerifier.VerifyAsync(scope.ServiceProvider.GetRequiredService<TelehealthDb>(), CancellationToken.None);
    }

    /// <summary>By the writer that the server writes with, a hundred in each transaction.</summary>
    private async Task WriteAsync(int count)
    {
        var patients = Enumerable.Range(0, 60).Select(_ => Guid.CreateVersion7()).ToArray();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(100))
        {
            await using var scope = _app.Services.CreateAsyncScope();
            var trail = scope.ServiceProvider.GetRequiredService<AuditTrail>();
            foreach (var number in numbers)
            {
                var patient = patients[number * 7 % patients.Length];
                trail.Add(new AuditEntry(
                    "get-consultation", AuditOutcome.Done, new AuditWhat("consultation", Guid.CreateVersion7(), patient), new AuditWhy("treating", patient))
                {
                    By = new AuditWho("staff", Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7(), "a session"),
                });
            }

            Assert.Null(await trail.SaveAsync(CancellationToken.None));
        }
    }
}
