using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telehealth.Coordination;

namespace Telehealth.Rooms;

/// <summary>What a node holds stays held, however slow the store of the leases is.</summary>
public sealed class RoomKeepingTests : IAsyncDisposable
{
    private readonly Guid _room = Guid.CreateVersion7();
    private readonly RoomApp _app;
    private SlowLeases? _leases;

    public RoomKeepingTests() => _app = new RoomApp
    {
        AddServices = services => services.Replace(ServiceDescriptor.Singleton<INodeLeases>(provider =>
            _leases = new SlowLeases(new MemoryNodeLeases(provider.GetRequiredService<TimeProvider>())))),
    };

    [Fact]
    public async Task A_room_is_not_given_up_under_somebody_who_is_about_to_sit_down()
    {
        var (pass, over) = (await _app.PassAsync(_room, "practitioner-1"), await _app.PassAsync(_room, "patient-1"));
        Assert.Null(await _app.Entrance.RemoveAsync(_room, "patient-1", 0, TestContext.Current.CancellationToken));
        await using var staying = await _app.ArriveAsync();
        await using var refused = await _app.ArriveAsync();
        var slow = _leases!.HoldBack();
        var joining = staying.JoinAsync(pass);
        Assert.Equal(_room, await slow.Asked);

        // Sees an empty room when this one goes.
        await refused.RefusedAsync("room.closed", "Join", new { pass = over, session = (string?)null });
        slow.GoOn();
        await joining;

        await staying.SeesAsync("practitioner-1()");
        Assert.DoesNotContain(_room, _leases.Released);
        await staying.CallAsync("Leave");
        await Wait.UntilAsync(() => _leases.Released.Contains(_room), "the empty room to be given up");
    }

    [Fact]
    public async Task One_room_whose_renewal_hangs_does_not_keep_the_others_from_theirs()
    {
        var (first, _) = await _app.JoinAsync(_room, "patient-1");
        await using var one = first;
        var (second, _) = await _app.JoinAsync(Guid.CreateVersion7(), "patient-2");
        await using var other = second;

        var slow = _leases!.HoldBack();
        var hanging = await slow.Asked;

        await Wait.UntilAsync(() => _leases.Held.Any(room => room != hanging), "the other room to be renewed");
        slow.GoOn();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>The first who asks after <see cref="HoldBack"/> gets the answer when the test lets it go on.</summary>
    private sealed class SlowLeases(MemoryNodeLeases leases) : INodeLeases
    {
        private Slow? _next;

        public ConcurrentBag<Guid> Held { get; } = [];

        public ConcurrentBag<Guid> Released { get; } = [];

        public Slow HoldBack()
        {
            Held.Clear();
            return _next = new Slow();
        }

        public Task<(Lease? Lease, Refusal? Refusal)> FindAsync(Guid subjectId, CancellationToken cancellation) =>
            leases.FindAsync(subjectId, cancellation);

        public async Task<(Lease? Lease, Refusal? Refusal)> HoldAsync(Guid subjectId, Lease own, CancellationToken cancellation)
        {
            var answer = await leases.HoldAsync(subjectId, own, cancellation);
            await (Interlocked.Exchange(ref _next, null)?.WaitAsync(subjectId) ?? Task.CompletedTask);
            Held.Add(subjectId);
            return answer;
        }

        public Task<(Lease? Lease, Refusal? Refusal)> TakeAsync(
            Guid subjectId, Lease? seen, Lease taken, CancellationToken cancellation) =>
            leases.TakeAsync(subjectId, seen, taken, cancellation);

        public Task<Refusal?> ReleaseAsync(Guid subjectId, string node, CancellationToken cancellation)
        {
            Released.Add(subjectId);
            return leases.ReleaseAsync(subjectId, node, cancellation);
        }
    }

    private sealed class Slow
    {
        private readonly TaskCompletionSource<Guid> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<Guid> Asked => _asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void GoOn() => _open.SetResult();

        public Task WaitAsync(Guid room)
        {
            _asked.SetResult(room);
            return _open.Task;
        }
    }
}
