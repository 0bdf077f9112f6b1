using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

public sealed class RingingTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private const int Step = 15;
    private const int LevelOneStep = 5;

    [Fact]
    public async Task Who_is_available_is_rung_before_who_is_busy()
    {
        var (zhou, wu) = (await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu"));
        var department = await zhou.DepartmentAsync("Dermatology");
        var doctors = await zhou.GetAsync<DoctorToWaitFor[]>($"/api/departments/{department}/doctors");
        var waiting = await QueueAsync("Dermatology", urgency: 2);
        await BeatAsync(department, PresenceState.Available, doctors[0].PractitionerId);
        await BeatAsync(department, PresenceState.Busy, doctors[1].PractitionerId);
        Assert.Equal((0, Step), (await RingsInAsync(zhou, waiting), await RingsInAsync(wu, waiting)));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync(department, PresenceState.Away, doctors[0].PractitionerId);
        await BeatAsync(department, PresenceState.Available, doctors[1].PractitionerId);
        Assert.Equal((Step - 1, 0), (await RingsInAsync(zhou, waiting), await RingsInAsync(wu, waiting)));
    }

    [Fact]
    public async Task Of_a_large_department_one_is_rung_after_the_other_and_all_within_a_minute()
    {
        var doctor = await app.SignInAsync("dr-li");
        var waiting = await QueueAsync("Cardiology", urgency: 2);
        var colleagues = Enumerable.Range(0, 20).Select(_ => Guid.CreateVersion7()).ToArray();
        await BeatAsync(waiting.Department.Id, PresenceState.Available, colleagues);
        // Nobody has heard of this doctor's presence yet: the others first.
        Assert.Equal(60, await RingsInAsync(doctor, waiting));
        var ringing = ActivatorUtilities.CreateInstance<Ringing>(app.Services);
        await using var scope = app.Services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<Storage.TelehealthDb>().Set<Consultation>()
            .FindAsync([waiting.Id], TestContext.Current.CancellationToken);
        var delays = new List<double>();
        foreach (var colleague in colleagues)
        {
            var rings = await ringing.ForAsync(waiting.Department.Id, colleague, [row!], TestContext.Current.CancellationToken);
            delays.Add((rings[waiting.Id] - row!.AskedSince!.Value).TotalSeconds);
        }

        Assert.Equal([0, Step, 2 * Step, 3 * Step, .. Enumerable.Repeat(60d, 16)], delays.Order());
    }

    [Fact]
    public async Task Nobody_is_rung_for_who_can_wait_until_the_level_is_raised()
    {
        var (zhang, colleague) = (await app.SignInAsync("dr-zhang"), Guid.CreateVersion7());
        var waiting = await QueueAsync("Endocrinology", urgency: 3);
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await BeatAsync(waiting.Department.Id, PresenceState.Available, colleague);
        Assert.Null(await RingsInAsync(zhang, waiting));
        await zhang.TryPostAsync($"/api/consultations/{waiting.Id}/urgency", new { urgency = 1, reason = "呼吸困难" }).IsDoneAsync();
        Assert.Equal(LevelOneStep, await RingsInAsync(zhang, waiting));
        app.Clock.Advance(TimeSpan.FromSeconds(LevelOneStep));
        Assert.Equal(0, await RingsInAsync(zhang, waiting));
    }

    [Fact]
    public async Task The_doctor_who_was_asked_for_by_name_is_rung_at_once()
    {
        var chen = await app.SignInAsync("dr-chen");
        var waiting = await QueueAsync("Respiratory Medicine", urgency: 2);
        await BeatAsync(waiting.Department.Id, PresenceState.Available, Guid.CreateVersion7());
        Assert.Equal(Step, await RingsInAsync(chen, waiting));
        var doctors = await chen.GetAsync<DoctorToWaitFor[]>($"/api/departments/{waiting.Department.Id}/doctors");
        var asked = doctors.Single(doctor => doctor.Name.En.StartsWith("Chen", StringComparison.Ordinal)).PractitionerId;
        await chen.PutAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}/doctor", new { practitionerId = asked });
        Assert.Equal(0, await RingsInAsync(chen, waiting));
    }

    private static async Task<int?> RingsInAsync(HttpClient doctor, ConsultationDetails waiting) =>
        (await doctor.GetAsync<QueueEntryView[]>($"/api/departments/{waiting.Department.Id}/queue"))
            .Single(entry => entry.ConsultationId == waiting.Id).RingsInSeconds;

    private async Task<ConsultationDetails> QueueAsync(string department, int urgency)
    {
        var clinic = await app.SignInAsync("clinic-ma");
        return await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), department, urgency);
    }

    private async Task BeatAsync(Guid departmentId, PresenceState state, params Guid[] members)
    {
        var store = app.Services.GetRequiredService<IPresenceStore>();
        foreach (var member in members)
        {
            await store.BeatAsync(
                new PresenceBeat(
                    member,
                    $"tab-{member}",
                    [PresenceScope.Department(departmentId)],
                    new PresenceChoice(state, app.Clock.GetUtcNow())),
                TestContext.Current.CancellationToken);
        }
    }
}
