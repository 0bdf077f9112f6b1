using System.Globalization;

namespace Telehealth.Checkers;

/// <summary>Checks the history files of one or several nodes, such as a production's own.</summary>
internal static class CheckCommand
{
    public static int Run(string[] words)
    {
        var settings = new CheckSettings();
        var files = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] is "--order-within" or "--tolerance" && i + 1 < words.Length)
            {
                var seconds = TimeSpan.FromSeconds(double.Parse(words[i + 1], CultureInfo.InvariantCulture));
                settings = words[i++] == "--tolerance" ? settings with { Tolerance = seconds } : settings with { OrderWithin = seconds };
            }
            else
            {
                files.Add(words[i]);
            }
        }

        if (files.Count == 0 || files.Find(file => !File.Exists(file)) is not null)
        {
            return Usage.Print();
        }

        var history = History.Read(files);
        var verdicts = Checks.Run(history, settings);
        Console.WriteLine(Checks.ToJson(new
        {
            lines = history.Facts.Count,
            unreadable = history.Unreadable,
            dropped = history.Dropped,
            deaths = history.Deaths.Count,
            checks = Checks.Report(verdicts),
        }));
        return verdicts.Sum(verdict => verdict.Violations.Count) == 0 ? 0 : 1;
    }
}
