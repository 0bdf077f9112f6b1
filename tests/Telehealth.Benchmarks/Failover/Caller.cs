using System.Security.Cryptography;
using System.Text.Json;
using Telehealth.Benchmarks.Load;

namespace Telehealth.Benchmarks.Failover;

/// <summary>One side of a call, which does what the web client does: when its node is lost it asks the standby and the front door at
/// once, takes what opens first, and negotiates anew.</summary>
internal sealed class Caller(LoadLoops loops, Person person, Guid room) : IAsyncDisposable
{
    // As web/src/realtime/backoff.ts.
    private const double FirstDelayMs = 300;
    private const double LongestDelayMs = 10_000;

    private readonly CancellationTokenSource _leaving = new();
    private CallLine? _line;
    private Task _staying = Task.CompletedTask;
    private long _lostAt;
    private long _joinedAt;
    private long _heardAt;

    /// <summary>The node whose hub it sits at.</summary>
    public string Node => _line?.Door.HubUrl ?? "";

    public bool HasStandby => Volatile.Read(ref _line)?.Standby is { } door && door.HubUrl != Node;

    /// <summary>Sound has come since the last <see cref="MarkLoss"/>.</summary>
    public bool Hears => Volatile.Read(ref _heardAt) > 0;

    public double SignallingBackMs => (Volatile.Read(ref _joinedAt) - _lostAt) / 1000.0;

    public double AudioBackMs => (Volatile.Read(ref _heardAt) - _lostAt) / 1000.0;

    public async Task EnterAsync()
    {
        _lostAt = loops.Clock.NowMicros;
        await ArriveAsync();
        _staying = StayAsync();
    }

    /// <summary>Its node dies now: from here on times are taken, and nothing of the old connection counts.</summary>
    public void MarkLoss(long now)
    {
        _lostAt = now;
        Volatile.Write(ref _joinedAt, 0);
        Volatile.Write(ref _heardAt, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _staying;
        await (_line?.DisposeAsync() ?? ValueTask.CompletedTask);
        _leaving.Dispose();
    }

    private async Task StayAsync()
    {
        try
        {
            while (!_leaving.IsCancellationRequested)
            {
                var line = _line!;
                await line.Closed.WaitAsync(_leaving.Token);
                await ComeBackAsync();
                await line.DisposeAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The call is over.
        }
    }

    private async Task ComeBackAsync()
    {
        for (var failures = 0; ; failures++)
        {
            var ceiling = Math.Min(LongestDelayMs, FirstDelayMs * Math.Pow(2, failures));
            await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)ceiling + 1)), _leaving.Token);
            try
            {
                await ArriveAsync();
                return;
            }
            catch (Exception error) when (!_leaving.IsCancellationRequested)
            {
                await Report.SayAsync($"not back yet: {error.Message}");
            }
        }
    }

    /// <summary>Both doors at once; a seat that is granted second is left again.</summary>
    private async Task ArriveAsync()
    {
        var spare = _line?.Standby;
        var standby = spare is null ? null : JoinAsync(Task.FromResult(spare));
        var primary = JoinAsync(FrontDoorAsync(spare, standby));
        var attempts = new List<Task<CallLine>>(standby is null ? [primary] : [standby, primary]);
        while (attempts.Count > 0)
        {
            var done = await Task.WhenAny(attempts);
            attempts.Remove(done);
            if (!done.IsCompletedSuccessfully)
            {
                continue;
            }

            Volatile.Write(ref _joinedAt, loops.Clock.NowMicros);
            Volatile.Write(ref _line, await done);
            attempts.ForEach(late => _ = CloseAsync(late));
            await _line!.PublishAsync(_leaving.Token);
            return;
        }

        await primary;
    }

    private async Task<CallLine> JoinAsync(Task<CallDoor> door)
    {
        CallLine? line = null;
        line = new CallLine(loops, await door, now => Hear(line!, now));
        try
        {
            await line.JoinAsync(_leaving.Token);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    private void Hear(CallLine line, long now)
    {
        if (ReferenceEquals(line, Volatile.Read(ref _line)) && Volatile.Read(ref _joinedAt) > 0)
        {
            Interlocked.CompareExchange(ref _heardAt, now, 0);
        }
    }

    private static async Task CloseAsync(Task<CallLine> late)
    {
        try
        {
            await (await late).DisposeAsync();
        }
        catch (Exception)
        {
            // It was refused, as the second one should be.
        }
    }

    /// <summary>Leads it to the node that is asked already, the one who asks is waited for: the second one in would take the seat from the first.</summary>
    private async Task<CallDoor> FrontDoorAsync(CallDoor? spare, Task<CallLine>? standby)
    {
        var entry = await person.PostAsync($"/api/rooms/{room}/enter", new { }, _leaving.Token);
        var named = entry.GetProperty("standby");
        var door = Read(entry) with { Standby = named.ValueKind == JsonValueKind.Object ? Read(named) : null };
        if (standby is not null && door.HubUrl == spare?.HubUrl)
        {
            await Task.WhenAny(standby);
            if (standby.IsCompletedSuccessfully)
            {
                throw new OperationCanceledException("The standby was quicker.");
            }
        }

        return door;
    }

    private static CallDoor Read(JsonElement door) =>
        new(door.GetProperty("pass").GetString()!, door.GetProperty("hubUrl").GetString()!);
}
