using System.Threading.Channels;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Tells the store what those who just came have under way, read from the rows: after a night, a restart or an emptied
/// Redis a doctor in consultation is shown as one again. Many who come at once are read together.</summary>
internal sealed partial class PresenceArrivals(
    IPresenceStore store, ReadLoads readLoads, ClinicNotifications notifications, ILogger<PresenceArrivals> log)
    : BackgroundService
{
    private const int MaxAtOnce = 500;

    private static readonly TimeSpan _gathering = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    private readonly Channel<Guid> _arrived = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Note(Guid practitionerId) => _arrived.Writer.TryWrite(practitionerId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _arrived.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(_gathering, stoppingToken);
            var arrived = new HashSet<Guid>();
            while (arrived.Count < MaxAtOnce && _arrived.Reader.TryRead(out var practitioner))
            {
                arrived.Add(practitioner);
            }

            while (!await TryTellAsync([.. arrived], stoppingToken))
            {
                await Task.Delay(_pause, stoppingToken);
            }
        }
    }

    private async Task<bool> TryTellAsync(IReadOnlyList<Guid> arrived, CancellationToken cancellation)
    {
        try
        {
            var (asOf, away) = await store.NowAsync(cancellation);
            if (away is not null)
            {
                return false;
            }

            foreach (var (practitioner, running, capacity) in await readLoads(arrived, cancellation))
            {
                var answer = await store.EngageAsync(practitioner, new PresenceLoad(running, capacity, asOf), cancellation);
                notifications.PresenceChanged(answer.Changes);
                if (answer.Refusal is not null)
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            LogFailed(error);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What those who arrived have under way could not be read; trying again")]
    private partial void LogFailed(Exception error);
}
