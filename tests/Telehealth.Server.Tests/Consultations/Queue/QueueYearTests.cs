namespace Telehealth.Consultations.Queue;

public sealed class QueueYearTests
{
    [Theory]
    [InlineData(4UL)]
    [InlineData(20_261_124UL)]
    public async Task A_year_of_patients_is_called_in_the_promised_order_and_within_what_was_estimated(ulong seed)
    {
        var year = new QueueYear(seed);

        await year.RunAsync(days: 365);

        Assert.Empty(year.Wrong.Take(5));
        Assert.True(year.Explained > 100_000, $"only {year.Explained} places were explained");
        Assert.InRange(year.Seen.Count, 15_000, 40_000);
        Assert.InRange(QueueYear.Covered(year.Seen, estimate => estimate.P90Minutes), 0.85, 0.95);

        // Those whom a free doctor sees at once would be right by any number of minutes.
        var waited = year.Seen.Where(seen => seen.Estimate.P50Minutes > 2).ToList();
        Assert.True(waited.Count > 5_000, $"only {waited.Count} had to wait");
        Assert.InRange(QueueYear.Covered(waited, estimate => estimate.P90Minutes), 0.85, 0.95);
        Assert.InRange(QueueYear.Covered(waited, estimate => estimate.P50Minutes), 0.42, 0.58);
    }
}
