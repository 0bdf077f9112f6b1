using System.Threading.Channels;
using StackExchange.Redis;

namespace Telehealth.Coordination;

/// <summary>The only way to Redis. Cures the client's faults: its continuations run inline on one thread (so every await is
/// off-loaded and commands and subscriptions have a multiplexer each), its calls never time out, and its subscription handlers
/// must not do work (so they only write to a channel).</summary>
internal sealed partial class RedisConnection : IAsyncDisposable
{
    private static readonly TimeSpan _callTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Once Redis did not answer, nobody waits for it in vain; one call in so much time finds out whether it is back.</summary>
    private static readonly TimeSpan _restAfterSilence = TimeSpan.FromSeconds(1);

    private readonly Lazy<Task<ConnectionMultiplexer>> _commands;
    private readonly Lazy<Task<ConnectionMultiplexer>> _subscriptions;
    private readonly Channel<(Action<byte[]> Handler, byte[] Message)> _inbox = Channel.CreateBounded<(Action<byte[]>, byte[])>(
        new BoundedChannelOptions(65_536) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Lazy<Task> _pump;
    private readonly ILogger<RedisConnection> _log;

    /// <summary>When Redis was found silent; 0 when it answered last.</summary>
    private long _silentAt;

    public RedisConnection(string connectionString, ILogger<RedisConnection> log)
    {
        _log = log;
        _commands = new(() => ConnectAsync(connectionString, preserveOrder: false));
        _subscriptions = new(() => ConnectAsync(connectionString, preserveOrder: true));
        _pump = new(() => Task.Run(PumpAsync));
    }

    public async Task<(RedisResult? Result, Refusal? Refusal)> ScriptAsync(
        RedisScript script, RedisKey[] keys, RedisValue[] arguments, CancellationToken cancellation) =>
        await RunAsync(database => EvaluateAsync(database, script, keys, arguments), cancellation);

    /// <summary>Runs one command; a Redis that is away, busy or broken is a refusal.</summary>
    public async Task<(T? Result, Refusal? Refusal)> RunAsync<T>(
        Func<IDatabaseAsync, Task<T>> command, CancellationToken cancellation) =>
        IsResting(TimeProvider.System.GetTimestamp()) ? (default, CoordinationRefusals.Unavailable) : await TryAsync(command, cancellation);

    private async Task<(T? Result, Refusal? Refusal)> TryAsync<T>(
        Func<IDatabaseAsync, Task<T>> command, CancellationToken cancellation)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        try
        {
            var connection = await _commands.Value.WaitAsync(_callTimeout, cancellation);
            var result = await BoundAsync(command(connection.GetDatabase()), cancellation);
            Volatile.Write(ref _silentAt, 0);
            RedisMeters.Answered(startedAt);
            return (result, null);
        }
        catch (Exception error) when (IsAway(error))
        {
            if (error is TimeoutException or RedisConnectionException)
            {
                Volatile.Write(ref _silentAt, TimeProvider.System.GetTimestamp());
            }

            RedisMeters.Failed(error);
            LogAway(error.GetType().Name, error.Message);
            return (default, CoordinationRefusals.Unavailable);
        }
    }

    /// <summary>How many nodes heard the message; none when Redis is away. Tried even while others rest: who speaks does so at a beat, and
    /// one slow call must cost nobody the news.</summary>
    public async Task<(long Receivers, Refusal? Refusal)> PublishAsync(string channel, byte[] message, CancellationToken cancellation) =>
        await TryAsync(database => database.PublishAsync(channel, message), cancellation);

    /// <summary>Calls the handler for each message in order, on a thread of ours. Survives Redis restarting.</summary>
    public async Task<Refusal?> SubscribeAsync(string channel, Action<byte[]> handler, CancellationToken cancellation)
    {
        _ = _pump.Value;
        return await OnSubscriberAsync(
            bus => bus.SubscribeAsync(channel, (_, message) => _inbox.Writer.TryWrite((handler, message!))), cancellation);
    }

    public Task<Refusal?> UnsubscribeAsync(string channel, CancellationToken cancellation) =>
        OnSubscriberAsync(bus => bus.UnsubscribeAsync(channel), cancellation);

    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.TryComplete();
        foreach (var connection in new[] { _commands, _subscriptions }.Where(connection => connection.IsValueCreated))
        {
            try
            {
                await (await connection.Value).CloseAsync().WaitAsync(_callTimeout);
            }
            catch (Exception error) when (IsAway(error))
            {
                LogAway(error.GetType().Name, error.Message);
            }
        }
    }

    /// <summary>By its hash; a Redis that was restarted has to be told the text once more.</summary>
    private static async Task<RedisResult> EvaluateAsync(
        IDatabaseAsync database, RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, keys, arguments).ConfigureAwait(false);
        }
        catch (RedisServerException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await database.ExecuteAsync("EVAL", [script.Text, keys.Length, .. keys, .. arguments]).ConfigureAwait(false);
        }
    }

    /// <summary>The first call after the rest goes on and tells the others.</summary>
    private bool IsResting(long now)
    {
        var silentAt = Volatile.Read(ref _silentAt);
        if (silentAt == 0)
        {
            return false;
        }

        return TimeProvider.System.GetElapsedTime(silentAt, now) < _restAfterSilence
            || Interlocked.CompareExchange(ref _silentAt, now, silentAt) != silentAt;
    }

    private static bool IsAway(Exception error) => error is RedisException or TimeoutException or ObjectDisposedException;

    private static Task<ConnectionMultiplexer> ConnectAsync(string connectionString, bool preserveOrder) => Task.Run(async () =>
    {
        var settings = ConfigurationOptions.Parse(connectionString);
        settings.AbortOnConnectFail = false;
        settings.ConnectTimeout = (int)_callTimeout.TotalMilliseconds;
        var connection = await ConnectionMultiplexer.ConnectAsync(settings).ConfigureAwait(false);
        connection.PreserveAsyncOrder = preserveOrder;

        // Leaves the completion thread before anybody continues on it.
        await Task.Yield();
        return connection;
    });

    /// <summary>Waits without ever running our code on the client's completion thread.</summary>
    private static async Task<T> BoundAsync<T>(Task<T> call, CancellationToken cancellation)
    {
        await ((Task)call).WaitAsync(_callTimeout, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        cancellation.ThrowIfCancellationRequested();
        return call.IsCompleted ? await call : throw new TimeoutException("Redis did not answer in time.");
    }

    private async Task<Refusal?> OnSubscriberAsync(Func<ISubscriber, Task> command, CancellationToken cancellation)
    {
        try
        {
            var connection = await _subscriptions.Value.WaitAsync(_callTimeout, cancellation);
            await BoundAsync(AnsweredAsync(command(connection.GetSubscriber())), cancellation);
            return null;
        }
        catch (Exception error) when (IsAway(error))
        {
            LogAway(error.GetType().Name, error.Message);
            return CoordinationRefusals.Unavailable;
        }

        static async Task<bool> AnsweredAsync(Task command)
        {
            await command.ConfigureAwait(false);
            return true;
        }
    }

    private async Task PumpAsync()
    {
        await foreach (var (handler, message) in _inbox.Reader.ReadAllAsync())
        {
            try
            {
                handler(message);
            }
            catch (Exception error)
            {
                LogBadMessage(error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away: {Error} {Text}")]
    private partial void LogAway(string error, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message from another node could not be read")]
    private partial void LogBadMessage(Exception error);
}
