namespace Telehealth.Consultations.Queue;

public sealed class QueueYearTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_year_of_patients_is_called_in_the_promised_order_and_within_what_was_estimated()
    {
        var year = new QueueYear(seed: 20_261_124);

        await year.RunAsync(days: 365);

        output.WriteLine($"{year.Seen.Count} seen with an estimate, {year.Left} left, {year.Absent} were not there, {year.Explained} explained");
        Report("all", year.Seen);
        foreach (var urgency in year.Seen.GroupBy(seen => seen.Entry.Urgency).OrderBy(group => group.Key))
        {
            Report($"urgency {urgency.Key}", [.. urgency]);
        }

        Report("by name", [.. year.Seen.Where(seen => seen.Entry.NamedDoctorId is not null)]);
        Assert.Empty(year.Wrong.Take(5));
        Assert.True(year.Explained > 100_000, $"only {year.Explained} places were explained");
        Assert.InRange(year.Seen.Count, 15_000, 40_000);
        Assert.InRange(Covered(year.Seen, estimate => estimate.P90Minutes), 0.85, 0.95);

        // Those whom a free doctor sees at once would be right by any number of minutes.
        var waited = year.Seen.Where(seen => seen.Estimate.P50Minutes > 2).ToList();
        Report("had to wait", waited);
        Assert.True(waited.Count > 5_000, $"only {waited.Count} had to wait");
        Assert.InRange(Covered(waited, estimate => estimate.P90Minutes), 0.85, 0.95);
        Assert.InRange(Covered(waited, estimate => estimate.P50Minutes), 0.42, 0.58);
    }

    private static double Covered(IReadOnlyCollection<SeenPatient> seen, Func<WaitEstimate, int?> minutes)
    {
        var known = seen.Where(one => minutes(one.Estimate) is not null).ToList();
        return (double)known.Count(one => one.Wait.TotalMinutes <= minutes(one.Estimate)) / known.Count;
    }

    private void Report(string name, List<SeenPatient> seen)
    {
        var waits = seen.Select(one => one.Wait.TotalMinutes).Order().ToList();
        output.WriteLine(
            $"{name}: {seen.Count}, waited {waits[waits.Count / 2]:0} (p50) {waits[waits.Count * 9 / 10]:0} (p90) minutes; "
            + $"within P50 {Covered(seen, estimate => estimate.P50Minutes):0.000}, within P90 {Covered(seen, estimate => estimate.P90Minutes):0.000}");
    }
}
