using Telehealth.Consultations.Queue;

namespace Telehealth.Benchmarks.Commands;

/// <summary>The simulated years of the server's tests, with as many seeds as wanted: how often were the estimates kept?</summary>
internal static class QueueYearCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, "seed", "seeds", "days");
        var (first, seeds, days) = (options.Int("seed", 1), options.Int("seeds", 5), options.Int("days", 365));
        var years = await Task.WhenAll(Enumerable.Range(first, seeds).Select(seed => Task.Run(async () =>
        {
            var year = new QueueYear((ulong)seed);
            await year.RunAsync(days);
            return year;
        })));
        await Report.PrintAsync("queue-year", new { seed = first, seeds, days }, new
        {
            all = Figures(years, _ => true),
            hadToWait = Figures(years, seen => seen.Estimate.P50Minutes > 2),
            red = Figures(years, seen => seen.Entry.Urgency == 1),
            urgent = Figures(years, seen => seen.Entry.Urgency == 2),
            prompt = Figures(years, seen => seen.Entry.Urgency == 3),
            calm = Figures(years, seen => seen.Entry.Urgency == 4),
            forOneDoctor = Figures(years, seen => seen.Entry.NamedDoctorId is not null),
        });
        var wrong = years.Sum(year => year.Wrong.Count);
        await Report.SayAsync(
            $"{years.Sum(year => year.Explained)} explained places, {wrong} wrong; {years.Sum(year => year.Left)} left, {years.Sum(year => year.Absent)} were not there");
        return wrong == 0 ? 0 : 1;
    }

    private static object Figures(QueueYear[] years, Func<SeenPatient, bool> counts)
    {
        var byYear = years.Select(year => year.Seen.Where(counts).ToList()).Where(seen => seen.Count > 0).ToList();
        var waits = byYear.SelectMany(seen => seen).Select(seen => seen.Wait.TotalMinutes).ToList();
        var p90 = byYear.ConvertAll(seen => QueueYear.Covered(seen, estimate => estimate.P90Minutes));
        return new
        {
            patients = waits.Count,
            waitP50Minutes = Report.Rounded(Report.Percentile(waits, 50), 0),
            waitP90Minutes = Report.Rounded(Report.Percentile(waits, 90), 0),
            withinP50 = Report.Rounded(byYear.Average(seen => QueueYear.Covered(seen, estimate => estimate.P50Minutes))),
            withinP90 = Report.Rounded(p90.Average()),
            withinP90WorstYear = Report.Rounded(p90.Min()),
            withinP90BestYear = Report.Rounded(p90.Max()),
        };
    }
}
