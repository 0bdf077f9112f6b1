using System.Threading.Channels;
using Telehealth.Coordination;

namespace Telehealth.Realtime;

/// <summary>Joins the hubs of several nodes: one Redis channel that all of them hear. What is to be said while a publication is under
/// way goes with the next one, so order is kept and many messages cost one round trip. Every node numbers what it says and hears itself:
/// who misses a number, or no longer hears itself, knows that news were lost.</summary>
internal sealed partial class HubBus : IAsyncDisposable
{
    private const int MostEnvelopesInBatch = 512;
    private const int MostBytesInBatch = 128 * 1024;

    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a publication may take, so that a slow moment is no outage.</summary>
    private static readonly TimeSpan _longestSilence = TimeSpan.FromSeconds(4);

    private readonly RedisConnection _redis;
    private readonly string _channel;
    private readonly Func<HubEnvelope, ValueTask> _deliver;
    private readonly ILogger _log;
    private readonly Channel<HubEnvelope> _outbox = Channel.CreateBounded<HubEnvelope>(
        new BoundedChannelOptions(4 * MostEnvelopesInBatch) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>What does not fit is lost, and its number tells.</summary>
    private readonly Channel<byte[]> _inbox = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(4096) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<Guid, (long Number, long HeardAt)> _heard = [];
    private readonly Lazy<Task> _running;
    private long _number;
    private long _heardMyselfAt;
    private Said? _said;
    private HubBatch? _unsaid;
    private bool _isSubscribed;
    private bool _isDisposed;

    public HubBus(RedisConnection redis, string channel, Func<HubEnvelope, ValueTask> deliver, ILogger log)
    {
        _redis = redis;
        _channel = channel;
        _deliver = deliver;
        _log = log;
        _running = new(() => Task.Run(() => Task.WhenAll(SpeakAsync(), HearAsync())));
    }

    public Guid Node { get; } = Guid.NewGuid();

    /// <summary>Other nodes cannot be heard or told now.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Has heard itself since it started, hence hears the others as well.</summary>
    public bool IsLinked { get; private set; }

    /// <summary>Called when the other nodes went out of reach, and when they came back.</summary>
    public Action<bool>? AwayChanged { get; init; }

    /// <summary>Called when something that another node said was not heard.</summary>
    public Action? Missed { get; init; }

    public void Start() => _ = _running.Value;

    /// <summary>Waits only while more is said than Redis takes; with Redis away it is dropped, and the others learn of the gap.</summary>
    public ValueTask SayAsync(HubEnvelope envelope, CancellationToken cancellation)
    {
        if (_outbox.Writer.TryWrite(envelope))
        {
            return ValueTask.CompletedTask;
        }

        if (!IsAway)
        {
            return _outbox.Writer.WriteAsync(envelope, cancellation);
        }

        Interlocked.Increment(ref _number);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stopping.CancelAsync();
        if (_running.IsValueCreated)
        {
            await _running.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }

    private async Task SpeakAsync()
    {
        _heardMyselfAt = TimeProvider.System.GetTimestamp();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await SpeakOnceAsync();
            }
            catch (Exception error) when (!_stopping.IsCancellationRequested)
            {
                // Who stopped speaking would be waited for by everybody who has something to say.
                LogUnsaid(error);
                await Task.Delay(_beat / 4, _stopping.Token);
            }
        }
    }

    private async Task SpeakOnceAsync()
    {
        await ListenAsync();
        await WaitForWordsAsync();
        var batch = _unsaid ?? new HubBatch(Node, Interlocked.Increment(ref _number), TakeWords());
        Volatile.Write(ref _said, new Said(batch.Number, TimeProvider.System.GetTimestamp()));
        var (_, refusal) = await _redis.PublishAsync(_channel, batch.ToBytes(), _stopping.Token);
        if (refusal is not null || TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _heardMyselfAt)) > _longestSilence)
        {
            SetAway(true);
        }

        // Once more, by the same number: whoever heard it after all drops the second.
        _unsaid = refusal is null || _unsaid is not null ? null : batch;
        if (refusal is not null)
        {
            await Task.Delay(_beat / 4, _stopping.Token);
        }
    }

    private async Task ListenAsync()
    {
        var isDeaf = TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _heardMyselfAt)) > 2 * _longestSilence;
        if (_isSubscribed && isDeaf)
        {
            // The client restores subscriptions by itself; this is for the time when it did not.
            _isSubscribed = await _redis.UnsubscribeAsync(_channel, _stopping.Token) is not null;
            Interlocked.Exchange(ref _heardMyselfAt, TimeProvider.System.GetTimestamp());
        }

        if (!_isSubscribed)
        {
            _isSubscribed = await _redis.SubscribeAsync(_channel, batch => _inbox.Writer.TryWrite(batch), _stopping.Token) is null;
        }
    }

    /// <summary>Until there is something to say, but not longer than one beat: an empty batch shows that all were heard.</summary>
    private async Task WaitForWordsAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        limit.CancelAfter(_beat);
        try
        {
            await _outbox.Reader.WaitToReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            // Nothing to say in this beat.
        }
    }

    private List<HubEnvelope> TakeWords()
    {
        var words = new List<HubEnvelope>();
        for (var bytes = 0; words.Count < MostEnvelopesInBatch && bytes < MostBytesInBatch && _outbox.Reader.TryRead(out var word);)
        {
            words.Add(word);
            bytes += word.Payload.Length;
        }

        return words;
    }

    private async Task HearAsync()
    {
        await foreach (var bytes in _inbox.Reader.ReadAllAsync(_stopping.Token))
        {
            try
            {
                await HearAsync(HubBatch.Read(bytes));
            }
            catch (Exception error) when (!_stopping.IsCancellationRequested)
            {
                LogUnreadable(error);
            }
        }
    }

    private async ValueTask HearAsync(HubBatch batch)
    {
        var isKnown = _heard.TryGetValue(batch.Origin, out var last);
        if (isKnown && batch.Number <= last.Number)
        {
            // A subscription that was asked for twice, because its first answer came too late, hears everything twice.
            return;
        }

        var isGap = isKnown && batch.Number > last.Number + 1;
        var now = TimeProvider.System.GetTimestamp();
        _heard[batch.Origin] = (batch.Number, now);
        if (batch.Origin == Node)
        {
            Interlocked.Exchange(ref _heardMyselfAt, now);
            if (Volatile.Read(ref _said) is { } said && said.Number == batch.Number)
            {
                HubMeters.Heard(said.At, now);
            }

            ForgetTheGone(now);
            SetAway(false);
            if (!IsLinked)
            {
                IsLinked = true;
                Missed?.Invoke();
            }

            return;
        }

        foreach (var envelope in batch.Envelopes)
        {
            await _deliver(envelope);
        }

        if (isGap)
        {
            LogMissed(batch.Origin, batch.Number - last.Number - 1);
            HubMeters.Missed(batch.Number - last.Number - 1);
            Missed?.Invoke();
        }
    }

    private void ForgetTheGone(long now)
    {
        foreach (var (node, (_, heardAt)) in _heard)
        {
            if (TimeProvider.System.GetElapsedTime(heardAt, now) > TimeSpan.FromHours(1))
            {
                _heard.Remove(node);
            }
        }
    }

    private void SetAway(bool isAway)
    {
        lock (_outbox)
        {
            if (IsAway == isAway)
            {
                return;
            }

            IsAway = isAway;
        }

        LogAway(isAway);
        AwayChanged?.Invoke(isAway);
    }

    private sealed record Said(long Number, long At);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Other nodes are out of reach: {IsAway}")]
    private partial void LogAway(bool isAway);

    [LoggerMessage(Level = LogLevel.Error, Message = "What was to be said to the other nodes is lost; they learn of the gap")]
    private partial void LogUnsaid(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A batch of another node could not be read")]
    private partial void LogUnreadable(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} batches of node {Node} were not heard; browsers read again")]
    private partial void LogMissed(Guid node, long count);
}
