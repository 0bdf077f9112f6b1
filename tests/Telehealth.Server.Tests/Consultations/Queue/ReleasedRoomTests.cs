using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telehealth.Coordination;
using Telehealth.Rooms;
using Telehealth.Storage;

namespace Telehealth.Consultations.Queue;

/// <summary>What becomes of the people in a room when the doctor stops treating, however late the outbox gets to it.</summary>
public sealed class ReleasedRoomTests : IAsyncDisposable
{
    private const string Dermatology = "Dermatology";

    private readonly TaskCompletionSource _gate = new();
    private readonly TaskCompletionSource _held = new();
    private readonly RoomApp _app;
    private int _refusalsLeft;

    public ReleasedRoomTests() => _app = new RoomApp
    {
        AddServices = services =>
        {
            services.AddScoped<IHandle<MessagePosted>>(_ => new Gate(_held, _gate.Task));
            services.Replace(ServiceDescriptor.Singleton<IPresenceStore>(provider =>
                new FaultyPresence(new MemoryPresenceStore(provider.GetRequiredService<TimeProvider>()), this)));
        },
    };

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Handing_back_ends_the_doctors_seat_alone()
    {
        var (clinic, doctor, talk) = await StartAsync();
        await using var beside = await EnterAsync(clinic, talk.Id);
        await using var first = await EnterAsync(doctor, talk.Id);

        await HandBackAsync(doctor, talk.Id);

        await first.EndsAsync("removed");
        await beside.SeesAsync($"practitioner-{talk.RequestedBy!.PractitionerId}()");
        Assert.Empty(beside.Ends);
    }

    [Fact]
    public async Task The_first_doctor_is_out_even_when_a_colleague_was_faster_than_the_outbox()
    {
        var (clinic, doctor, talk) = await StartAsync();
        await using var first = await EnterAsync(doctor, talk.Id);
        var unused = await doctor.PostAsync<RoomEntry>($"/api/rooms/{talk.Id}/enter");
        await HoldOutboxAsync(clinic, talk.Id);

        await HandBackAsync(doctor, talk.Id);
        var colleague = await _app.SignInAsync("dr-wu");
        var taken = await colleague.AcceptAsync(talk.Id);
        await using var second = await EnterAsync(colleague, talk.Id);
        _gate.SetResult();

        await first.EndsAsync("removed");
        await second.SeesAsync($"practitioner-{taken.Doctor!.PractitionerId}()");
        Assert.Empty(second.Ends);
        await using var back = await _app.ArriveAsync();
        await back.RefusedAsync("room.closed", "Join", new { pass = unused.Pass, session = (string?)null });
    }

    [Fact]
    public async Task A_doctor_who_took_the_patient_again_stays()
    {
        var (clinic, doctor, talk) = await StartAsync();
        await HoldOutboxAsync(clinic, talk.Id);
        await HandBackAsync(doctor, talk.Id);
        _app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await doctor.AcceptAsync(talk.Id);
        await using var again = await EnterAsync(doctor, talk.Id);
        var other = await _app.TalkAsync(clinic, await _app.SignInAsync("dr-wu"), Dermatology);
        await using var witness = await EnterAsync(clinic, other.Id);
        _gate.SetResult();

        // Ended after the hand-back, so its room closes after everything before it was handled.
        await (await _app.SignInAsync("dr-wu")).EndAsync(other.Id);
        await witness.EndsAsync("room_closed");
        Assert.Empty(again.Ends);
    }

    [Fact]
    public async Task A_doctor_who_takes_the_patient_again_comes_in_at_the_very_moment_of_the_hand_back()
    {
        var (_, doctor, talk) = await StartAsync();
        await using var first = await EnterAsync(doctor, talk.Id);
        await HandBackAsync(doctor, talk.Id);
        await first.EndsAsync("removed");

        // The clock stands, as those of two nodes may.
        var taken = await doctor.AcceptAsync(talk.Id);
        await using var again = await EnterAsync(doctor, talk.Id);

        await again.SeesAsync($"practitioner-{taken.Doctor!.PractitionerId}()");
        Assert.Empty(again.Ends);
    }

    [Fact]
    public async Task A_doctor_is_shown_as_free_again_though_the_store_was_away_at_first()
    {
        var (_, doctor, talk) = await StartAsync();
        var scope = PresenceScope.Department(talk.Department.Id);
        var presence = _app.Services.GetRequiredService<IPresenceStore>();
        await presence.BeatAsync(new PresenceBeat(talk.Doctor!.PractitionerId, "tab", [scope]), CancellationToken.None);
        await Wait.UntilAsync(async () => await StateAsync() == PresenceState.InConsultation ? null : "the doctor to be shown in consultation");
        _refusalsLeft = 1;

        await doctor.EndAsync(talk.Id);

        await Wait.UntilAsync(async () =>
        {
            _app.Clock.Advance(TimeSpan.FromSeconds(1));
            await presence.BeatAsync(new PresenceBeat(talk.Doctor.PractitionerId, "tab", [scope]), CancellationToken.None);
            return await StateAsync() == PresenceState.Available ? null : "the doctor to be shown as free";
        });
        Assert.Equal(0, _refusalsLeft);

        async Task<PresenceState?> StateAsync() =>
            (await presence.ListAsync(scope, CancellationToken.None)).Entries
            .SingleOrDefault(entry => entry.MemberId == talk.Doctor.PractitionerId)?.State;
    }

    private static Task<ConsultationDetails> HandBackAsync(HttpClient doctor, Guid id) =>
        doctor.PostAsync<ConsultationDetails>($"/api/consultations/{id}/hand-back");

    private async Task<(HttpClient Clinic, HttpClient Doctor, ConsultationDetails Talk)> StartAsync()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var doctor = await _app.SignInAsync("dr-zhou");
        return (clinic, doctor, await _app.TalkAsync(clinic, doctor, Dermatology));
    }

    private async Task<RoomVisitor> EnterAsync(HttpClient client, Guid id)
    {
        var entry = await client.PostAsync<RoomEntry>($"/api/rooms/{id}/enter");
        var visitor = await _app.ArriveAsync();
        await visitor.JoinAsync(entry.Pass);
        return visitor;
    }

    /// <summary>The outbox hands its facts out one after the other, so everything behind this message waits at the gate.</summary>
    private async Task HoldOutboxAsync(HttpClient clinic, Guid id)
    {
        // What is recorded in one moment has no order.
        _app.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await clinic.PostAsync<Chat.ChatMessageView>($"/api/consultations/{id}/messages", new { clientMessageId = "gate", text = "请稍等" });
        await _held.Task.WaitAsync(TestContext.Current.CancellationToken);
        _app.Clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    private sealed class Gate(TaskCompletionSource held, Task opened) : IHandle<MessagePosted>
    {
        public Task Handle(MessagePosted fact, CancellationToken cancellation)
        {
            held.TrySetResult();
            return opened.WaitAsync(cancellation);
        }
    }

    private sealed class FaultyPresence(MemoryPresenceStore store, ReleasedRoomTests test) : IPresenceStore
    {
        public Task<(DateTimeOffset Now, Refusal? Refusal)> NowAsync(CancellationToken cancellation) => store.NowAsync(cancellation);

        public Task<PresenceAnswer> BeatAsync(PresenceBeat beat, CancellationToken cancellation) => store.BeatAsync(beat, cancellation);

        public Task<PresenceAnswer> EngageAsync(Guid memberId, PresenceLoad load, CancellationToken cancellation)
        {
            if (test._refusalsLeft > 0)
            {
                test._refusalsLeft--;
                return Task.FromResult(new PresenceAnswer([], Refusal: CoordinationRefusals.Unavailable));
            }

            return store.EngageAsync(memberId, load, cancellation);
        }

        public Task<(IReadOnlyList<PresenceEntry> Entries, Refusal? Refusal)> FindAsync(
            PresenceQuery query, CancellationToken cancellation) => store.FindAsync(query, cancellation);

        public Task<PresenceAnswer> SweepAsync(CancellationToken cancellation) => store.SweepAsync(cancellation);
    }
}
