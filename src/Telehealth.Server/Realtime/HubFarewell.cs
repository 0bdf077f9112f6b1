using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Before a planned stop the browsers of this node are told to go to another one, spread over time.</summary>
internal sealed class HubFarewell(FanOutLifetimeManager<ClinicHub> lines, NodeWatch watch)
{
    /// <summary>Fewer than <see cref="RealtimeOptions.ConnectionsPerSecond"/>, so that the other node lets all of them in at once.</summary>
    private const int MovesPerSecond = 500;

    private const int LongestSeconds = 30;

    /// <summary>Some browsers sleep, and some pages are older than the word; they are cut at the end.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(100);

    /// <summary>Until the word is on its way; SignalR ends the connections right afterwards.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks the browsers to another node and waits for those who go; with no other node they stay until the end.</summary>
    public async Task EmptyAsync(CancellationToken cancellation)
    {
        if (lines.Connections == 0 || !watch.HasOtherForPages)
        {
            return;
        }

        var longest = Say() + _patience;
        var saidAt = TimeProvider.System.GetTimestamp();
        while (lines.Connections > 0 && TimeProvider.System.GetElapsedTime(saidAt) < longest)
        {
            await Task.Delay(_period, cancellation);
        }
    }

    /// <summary>For whoever is still here when the process ends.</summary>
    public void SayAtTheEnd()
    {
        if (lines.Connections > 0)
        {
            Say();
            Thread.Sleep(_farewell);
        }
    }

    private TimeSpan Say()
    {
        var seconds = Math.Clamp(lines.Connections / MovesPerSecond, 1, LongestSeconds);
        lines.TellOwn(nameof(IClinicClient.GoingAway), [seconds]);
        return TimeSpan.FromSeconds(seconds);
    }
}
