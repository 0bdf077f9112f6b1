namespace Telehealth.Consultations.Queue;

public sealed class QueuePlacesTests
{
    [Theory]
    [InlineData(new[] { 10, 20 }, 3, 1, 1, null)]
    [InlineData(new[] { 10, 20, 60 }, 3, 0, 0, null)]
    [InlineData(new[] { 10, 20, 60 }, 0, 1, 1, 0)]
    [InlineData(new[] { 10, 20, 60 }, 0, 0, 1, 20)]
    [InlineData(new[] { 10, 20, 60 }, 3, 0, 2, 40)]
    [InlineData(new[] { 10, 20, 30, 60 }, 2, 1, 1, 50)]
    public void The_estimate_is_a_median_or_nothing(int[] minutes, int ahead, int free, int working, int? expected) =>
        Assert.Equal(expected, QueuePlaces.Estimate(Array.ConvertAll(minutes, length => TimeSpan.FromMinutes(length)), ahead, free, working));
}
