using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telehealth.Consultations;
using Telehealth.Consultations.Chat;

namespace Telehealth.Telemetry.History;

public sealed class HistoryLogTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("telehealth-history-").FullName;

    private readonly ManualClock _clock = new();

    private string HistoryPath => Path.Combine(_folder, "history.jsonl");

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_visit_is_told_in_ids_from_joining_to_the_end()
    {
        Guid id;
        await using (var app = new ClinicApp { Settings = { ["Telemetry:HistoryFile"] = HistoryPath, ["Telemetry:NodeName"] = "west" } })
        {
            var clinic = await app.SignInAsync("clinic-ma");
            var doctor = await app.SignInAsync("dr-li");
            id = (await clinic.QueueCaseAsync()).Id;
            await doctor.AcceptAsync(id);
            await doctor.PostAsync<ChatMessageView>($"/api/consultations/{id}/messages", new { clientMessageId = "secret-words", text = "你好" });
            await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{id}/hand-back");
            await doctor.AcceptAsync(id);
            await doctor.EndAsync(id);
            await Wait.UntilAsync(async () =>
            {
                var told = await ReadAsync();
                var handled = told.Where(fact => fact.Kind == HistoryKind.OutboxHandled).Select(fact => fact.Subject).ToHashSet();
                return told.Where(fact => fact.Kind == HistoryKind.OutboxRecorded).All(fact => handled.Contains(fact.Subject))
                    ? null
                    : "every recorded event to be handled";
            });
        }

        var facts = await ReadAsync();
        Assert.Equal(
            [
                HistoryKind.QueueJoined,
                HistoryKind.QueueClaimed,
                HistoryKind.QueueStarted,
                HistoryKind.ChatStored,
                HistoryKind.ChatAcked,
                HistoryKind.QueueHandedBack,
                HistoryKind.QueueJoined,
                HistoryKind.QueueClaimed,
                HistoryKind.QueueStarted,
                HistoryKind.QueueEnded,
            ],
            facts.Where(fact => fact.Subject == id).Select(fact => fact.Kind));
        var fences = facts.Where(fact => fact.Kind == HistoryKind.QueueStarted).Select(fact => fact.Fence!.Value).ToArray();
        Assert.True(fences[0] < fences[1]);
        Assert.Equal((HistoryKind.Opened, HistoryKind.Closed), (facts[0].Kind, facts[^1].Kind));
        Assert.All(facts, fact => Assert.Equal("west", fact.Node));
        Assert.DoesNotContain("secret-words", await File.ReadAllTextAsync(HistoryPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_files_are_set_aside_and_the_oldest_goes()
    {
        using (var files = new HistoryFiles(HistoryPath, maxBytes: 200, count: 3, TimeProvider.System, NullLogger<HistoryFiles>.Instance))
        {
            for (var number = 1; number <= 30; number++)
            {
                Assert.True(files.Append(new HistoryFact("test") { Number = number, Key = new string('x', 100) }));
            }
        }

        Assert.Equal(["history.jsonl.1", "history.jsonl.2"], System.IO.Directory.GetFiles(_folder).Select(Path.GetFileName).Where(name => name != "history.jsonl").Order());
        Assert.Contains("\"number\":30", await File.ReadAllTextAsync(HistoryPath + ".1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_line_of_a_killed_process_does_not_tear_the_next()
    {
        await File.WriteAllTextAsync(HistoryPath, "{\"kind\":\"queue.st");
        await WriteOneAsync();
        var lines = await File.ReadAllLinesAsync(HistoryPath);
        Assert.Equal("{\"kind\":\"queue.st", lines[0]);
        Assert.All(lines[1..], line => Assert.NotNull(JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryFact)));
    }

    [Fact]
    public async Task What_the_disk_refuses_is_counted_in_a_line()
    {
        System.IO.Directory.CreateDirectory(HistoryPath);
        await using (var history = Create())
        {
            history.Write(new HistoryFact("test"));
            await Wait.UntilAsync(() => history.Dropped >= 2, "the refused facts to be counted");
            System.IO.Directory.Delete(HistoryPath);
            _clock.Advance(HistoryFiles.Rest);
            history.Write(new HistoryFact("test"));
            await Wait.UntilAsync(() => history.Dropped == 0, "the count to be told");
        }

        Assert.Contains(await ReadAsync(), fact => fact.Kind == HistoryKind.Dropped && fact.Sequence >= 2);
    }

    [Fact]
    public void A_disk_that_refuses_is_tried_once_a_second_and_told_about_at_the_first_time_and_at_the_end()
    {
        var told = new LogLines();
        System.IO.Directory.CreateDirectory(HistoryPath);
        using var files = new HistoryFiles(HistoryPath, maxBytes: 10_000, count: 2, _clock, told);
        for (var second = 0; second < 3; second++)
        {
            for (var number = 0; number < 1000; number++)
            {
                Assert.False(files.Append(new HistoryFact("test")));
            }

            _clock.Advance(HistoryFiles.Rest - TimeSpan.FromMilliseconds(1));
            Assert.False(files.Append(new HistoryFact("test")));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal([LogLevel.Error], told);
        Assert.False(files.Append(new HistoryFact("test")));
        System.IO.Directory.Delete(HistoryPath);
        Assert.False(files.Append(new HistoryFact("test")), "asked again before the second was over");
        _clock.Advance(HistoryFiles.Rest);
        Assert.True(files.Append(new HistoryFact("test")));
        files.Flush();
        Assert.Equal([LogLevel.Error, LogLevel.Warning], told);
    }

    [Fact]
    public async Task What_a_full_disk_took_and_could_not_keep_is_counted_too()
    {
        File.CreateSymbolicLink(HistoryPath, "/dev/full");
        await using (var history = Create())
        {
            await Wait.UntilAsync(() => history.Dropped == 1, "the first line to be counted");
            history.Write(new HistoryFact("test"));
            await Wait.UntilAsync(() => history.Dropped == 2, "the second line to be counted");
            File.Delete(HistoryPath);
            _clock.Advance(HistoryFiles.Rest);
            history.Write(new HistoryFact("test"));
            await Wait.UntilAsync(() => history.Dropped == 0, "the count to be told");
        }

        Assert.Contains(await ReadAsync(), fact => fact.Kind == HistoryKind.Dropped && fact.Sequence == 2);
    }

    [Fact]
    public async Task Without_a_file_nothing_is_written()
    {
        await using var history = new HistoryLog(Options.Create(new TelemetryOptions()), TimeProvider.System, NullLogger<HistoryFiles>.Instance);
        history.Write(new HistoryFact("test"));
        Assert.Empty(System.IO.Directory.GetFileSystemEntries(_folder));
    }

    private async Task WriteOneAsync()
    {
        await using var history = Create();
        history.Write(new HistoryFact("test"));
    }

    private HistoryLog Create() =>
        new(Options.Create(new TelemetryOptions { HistoryFile = HistoryPath }), _clock, NullLogger<HistoryFiles>.Instance);

    private async Task<HistoryFact[]> ReadAsync()
    {
        await using var file = new FileStream(HistoryPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var lines = (await new StreamReader(file).ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(line => JsonSerializer.Deserialize(line, HistoryJson.Default.HistoryFact)!)];
    }

    private sealed class LogLines : List<LogLevel>, ILogger<HistoryFiles>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(logLevel);
    }
}
