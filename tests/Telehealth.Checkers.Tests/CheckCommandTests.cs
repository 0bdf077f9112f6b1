using System.Text.Json;
using Telehealth.Telemetry.History;

namespace Telehealth.Checkers;

public sealed class CheckCommandTests : IDisposable
{
    private static readonly DateTimeOffset _morning = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("telehealth-checkers-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_files_of_several_nodes_with_their_older_parts_are_one_history()
    {
        var files = new[]
        {
            Write("east.jsonl", "east", [(4, HistoryKind.QueueHandedBack, 5), (9, HistoryKind.Closed, null)]),
            Write("east.jsonl.1", "east", [(1, HistoryKind.QueueStarted, 5)]),
            Write("west.jsonl", "west", [(6, HistoryKind.QueueStarted, 6), (9, HistoryKind.Closed, null)]),
        };
        Assert.Equal(0, CheckCommand.Run(files));
        Assert.Equal(1, CheckCommand.Run([files[1], files[2], Write("end.jsonl", "east", [(9, HistoryKind.Closed, null)])]));
    }

    [Fact]
    public void Half_a_line_of_a_killed_process_is_counted_and_passed_over()
    {
        var file = Write("east.jsonl", "east", [(1, HistoryKind.QueueStarted, 5)]);
        File.AppendAllText(file, "{\"kind\":\"queue.sta\n[]\n\"words\"\n");
        var history = History.Read([file]);
        Assert.Equal(3, history.Unreadable);
        Assert.Single(history.Facts);
        Assert.Equal(0, CheckCommand.Run([file]));
    }

    [Fact]
    public void A_file_that_is_not_there_is_wrong_use_and_no_good_result() =>
        Assert.Equal(Usage.WrongUse, CheckCommand.Run([Path.Combine(_folder, "nobody.jsonl")]));

    private string Write(string name, string node, (int Second, string Kind, long? Fence)[] lines)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllLines(file, lines.Select((line, number) => JsonSerializer.Serialize(
            new HistoryFact(line.Kind)
            {
                At = _morning.AddSeconds(line.Second),
                Node = node,
                Run = node,
                Number = number + 1,
                Subject = Tale.Patient,
                Fence = line.Fence,
                By = node,
            },
            HistoryJson.Default.HistoryFact)));
        return file;
    }
}
