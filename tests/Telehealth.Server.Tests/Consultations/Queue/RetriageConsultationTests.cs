using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class RetriageConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task Who_turns_out_to_be_worse_is_seen_earlier()
    {
        var doctor = await app.SignInAsync("dr-chen");
        var (_, first) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"), "Respiratory Medicine");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var (patient, second) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"), "Respiratory Medicine");
        Assert.Equal(2, (await patient.MineAsync()).Queue!.Place);
        var worse = new { urgency = 2, reason = "说话气促" };
        await doctor.TryPostAsync(PathOf(second), worse).IsDoneAsync();
        await doctor.TryPostAsync(PathOf(second), worse).IsDoneAsync();
        Assert.Equal(1, (await patient.MineAsync()).Queue!.Place);
        var details = await doctor.DetailsAsync(second);
        var step = Assert.Single(details.Steps);
        Assert.Equal((QueueStepKind.Retriaged, 4, (int?)2, "说话气促"), (step.Kind, step.FromUrgency, step.ToUrgency, step.Reason));
        var taken = await doctor.PostAsync<ConsultationDetails>($"/api/departments/{details.Department.Id}/queue/next");
        Assert.Equal(second, taken.Id);
        await doctor.TryPostAsync(PathOf(second), worse).IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        Assert.NotEqual(first, taken.Id);
    }

    [Fact]
    public async Task Nobody_is_put_below_what_the_danger_signs_demand()
    {
        var doctor = await app.SignInAsync("dr-zhang");
        var patient = await app.ArriveAsync(doctor, "Endocrinology");
        var waiting = await patient.WaitInQueueAsync(Scenes.Cough with { RedFlags = ["A04"] });
        var problem = await doctor.TryPostAsync(PathOf(waiting.Id), new { urgency = 3, reason = "看起来还好" })
            .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.urgency_too_low");
        Assert.Equal(1, (int?)problem["details"]!["urgency"]);
        await doctor.TryPostAsync(PathOf(waiting.Id), new { urgency = 5, reason = "" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }

    [Fact]
    public async Task Only_the_department_and_whoever_asked_change_the_urgency()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        var worse = new { urgency = 2, reason = "胸痛" };
        await app.HidesAsync(waiting.Id, ["dr-zhou", "clinic-he"], (outsider, id) => outsider.TryPostAsync(PathOf(id), worse));
        await app.IsClosedAsync(["pharmacist-luo"], caller => caller.TryPostAsync(PathOf(waiting.Id), worse));
        await clinic.TryPostAsync(PathOf(waiting.Id), worse).IsDoneAsync();
        Assert.Equal(2, (await clinic.DetailsAsync(waiting.Id)).Urgency);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/urgency";
}
