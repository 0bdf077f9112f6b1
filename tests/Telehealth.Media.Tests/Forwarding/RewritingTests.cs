namespace Telehealth.Media.Forwarding;

/// <summary>Random simulcast with temporal layers over a random network, seen by a receiver that knows which packet each one was.</summary>
public sealed class RewritingTests
{
    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(2, 0, true)]
    [InlineData(3, 5, false)]
    [InlineData(4, 5, true)]
    [InlineData(5, 20, false)]
    [InlineData(6, 20, true)]
    [InlineData(7, 40, true)]
    public void The_receiver_sees_one_unbroken_stream(uint seed, int troublePercent, bool shortPictureIds)
    {
        var world = new RewritingWorld(seed, troublePercent, shortPictureIds);
        world.Run(2500);
        var receiver = new NaiveReceiver(world);
        receiver.Check();
        Assert.True(receiver.Switches > 10, $"only {receiver.Switches} switches");
        Assert.True(receiver.LeftOut > 200, $"only {receiver.LeftOut} pictures were left out");
        Assert.True(troublePercent == 0 || receiver.Gaps > 20, $"only {receiver.Gaps} gaps");
        Assert.True(troublePercent > 0 || receiver.Gaps == 0, "a gap without any loss");
    }
}
