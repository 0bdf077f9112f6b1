using System.Net;
using Telehealth.Realtime;

namespace Telehealth.Consultations.Queue;

public sealed class FreeConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_patient_whose_doctor_is_gone_is_freed_by_the_department()
    {
        var (zhou, wu) = (await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu"));
        var (patient, id) = await app.QueueDirectAsync(wu, "Dermatology");
        var joined = (await patient.MineAsync()).Queue!.WaitingSince;
        await zhou.AcceptAsync(id);
        await wu.TryPostAsync(PathOf(id), new { end = false }).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.doctor_is_here");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await using (var tab = await ClinicTab.OpenAsync(app.HubOf(zhou, "/hubs/clinic")))
        {
            await tab.CallAsync("Heartbeat");
            await wu.TryPostAsync(PathOf(id), new { end = false })
                .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.doctor_is_here");
        }

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        var department = await wu.DepartmentAsync("Dermatology");
        var stuck = Assert.Single((await wu.GetAsync<QueueDeskView>($"/api/departments/{department}/queue/state")).Stuck);
        Assert.Equal((id, "Zhou Lixin"), (stuck.ConsultationId, stuck.DoctorName.En));
        await wu.TryPostAsync(PathOf(id), new { end = false }).IsDoneAsync();
        await wu.TryPostAsync(PathOf(id), new { end = false }).IsDoneAsync();
        var back = await patient.MineAsync();
        Assert.Equal((ConsultationStatus.Waiting, joined), (back.Status, back.Queue!.WaitingSince));
        Assert.Equal(id, (await wu.AcceptAsync(id)).Id);
    }

    [Fact]
    public async Task Whoever_asked_ends_what_nobody_goes_on_with()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var talk = await app.TalkAsync(clinic, await app.SignInAsync("dr-li"));
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.HidesAsync(talk.Id, ["dr-zhou", "clinic-he"], (outsider, id) => outsider.TryPostAsync(PathOf(id), new { end = true }));
        await app.IsClosedAsync(["pharmacist-luo"], caller => caller.TryPostAsync(PathOf(talk.Id), new { end = true }));
        await clinic.TryPostAsync(PathOf(talk.Id), new { end = true }).IsDoneAsync();
        Assert.Equal(ConsultationStatus.Ended, (await clinic.DetailsAsync(talk.Id)).Status);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/free";
}
