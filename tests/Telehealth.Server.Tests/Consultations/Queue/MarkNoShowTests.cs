using System.Net;
using Telehealth.Realtime;

namespace Telehealth.Consultations.Queue;

public sealed class MarkNoShowTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_click_alone_makes_nobody_absent()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (patient, id) = await app.QueueDirectAsync(doctor, "Dermatology");
        await doctor.AcceptAsync(id);
        app.Clock.Advance(TimeSpan.FromSeconds(100));
        var problem = await doctor.TryPostAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.no_show_too_early");
        Assert.Equal(80, (int?)problem["details"]!["seconds"]);
        app.Clock.Advance(TimeSpan.FromSeconds(80));
        await doctor.TryPostAsync(PathOf(id)).IsDoneAsync();
        await doctor.TryPostAsync(PathOf(id)).IsDoneAsync();
        var missed = await patient.MineAsync();
        Assert.Equal(ConsultationStatus.Planned, missed.Status);
        Assert.Equal(app.Clock.GetUtcNow() + TimeSpan.FromMinutes(20), missed.News!.Missed!.KeptUntil);
    }

    [Fact]
    public async Task Who_is_in_the_room_is_here_until_not_seen_for_as_long_again()
    {
        var doctor = await app.SignInAsync("dr-wu");
        var (patient, id) = await app.QueueDirectAsync(doctor, "Dermatology");
        await doctor.AcceptAsync(id);
        await patient.TryPostAsync($"/api/rooms/{id}/enter").IsDoneAsync();
        Assert.True((await doctor.DetailsAsync(id)).Call!.HasPatientEntered);
        app.Clock.Advance(TimeSpan.FromMinutes(4));
        await using (var tab = await ClinicTab.OpenAsync(app.HubOf(patient, "/hubs/clinic")))
        {
            await tab.CallAsync("Heartbeat");
            await doctor.TryPostAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.patient_is_here");
        }

        app.Clock.Advance(TimeSpan.FromMinutes(4));
        await doctor.TryPostAsync(PathOf(id)).IsDoneAsync();
    }

    [Fact]
    public async Task Who_comes_back_in_time_has_the_old_place_and_later_a_new_one()
    {
        var doctor = await app.SignInAsync("dr-zhang");
        var (patient, id) = await app.QueueDirectAsync(doctor, "Endocrinology");
        var joined = (await patient.MineAsync()).Queue!.WaitingSince;
        await MissAsync(doctor, id);
        app.Clock.Advance(TimeSpan.FromMinutes(19));
        var back = await patient.PostAsync<MyConsultation>("/api/my/consultation/queue");
        Assert.Equal((joined, null), (back.Queue!.WaitingSince, back.News!.Missed));
        await MissAsync(doctor, id);
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        var late = await patient.PostAsync<MyConsultation>("/api/my/consultation/queue");
        Assert.Equal(app.Clock.GetUtcNow(), late.Queue!.WaitingSince);
    }

    [Fact]
    public async Task Who_gives_the_kept_place_up_is_no_longer_expected()
    {
        var doctor = await app.SignInAsync("dr-li");
        var (patient, id) = await app.QueueDirectAsync(doctor);
        await MissAsync(doctor, id);
        var left = await patient.DeleteAsync<MyConsultation>("/api/my/consultation/queue");
        Assert.Null(left.News!.Missed);
    }

    [Fact]
    public async Task Only_the_treating_doctor_says_who_did_not_come()
    {
        var doctor = await app.SignInAsync("dr-chen");
        var (_, id) = await app.QueueDirectAsync(doctor, "Respiratory Medicine");
        await doctor.AcceptAsync(id);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.HidesAsync(id, ["dr-yang", "dr-li"], (outsider, hidden) => outsider.TryPostAsync(PathOf(hidden)));
        await app.IsClosedAsync(["clinic-ma", "coordinator-deng"], caller => caller.TryPostAsync(PathOf(id)));
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/no-show";

    private async Task MissAsync(HttpClient doctor, Guid id)
    {
        await doctor.AcceptAsync(id);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await doctor.TryPostAsync(PathOf(id)).IsDoneAsync();
    }
}
