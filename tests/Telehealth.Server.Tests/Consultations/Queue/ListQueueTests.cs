using Telehealth.Consultations.Intake;

namespace Telehealth.Consultations.Queue;

public sealed class ListQueueTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_queue_says_who_how_urgent_why_and_since_when()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var (calm, grave) = (await app.StrangerAsync(clinic), await app.StrangerAsync(clinic));
        var first = await clinic.QueueCaseAsync(calm, "Dermatology", urgency: 4);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var patient = await app.ArriveAsync(await clinic.InviteAsync(grave, "Dermatology"), grave);
        var second = await patient.WaitInQueueAsync(Complaint.Empty with { Symptoms = ["cough", "fever"], RedFlags = ["A04"] });

        var doctor = await app.SignInAsync("dr-zhou");
        var queue = await doctor.GetAsync<QueueEntryView[]>(PathOf(first.Department.Id));
        Assert.Equal([second.Id, first.Id], queue.Select(entry => entry.ConsultationId));
        Assert.Equal([1, 2], queue.Select(entry => entry.Place));
        Assert.Equal((grave.Name, grave.Age, grave.Gender), (queue[0].PatientName, queue[0].Age, queue[0].Gender));
        Assert.Equal((ConsultationKind.Direct, 1, 1), (queue[0].Kind, queue[0].Urgency, queue[0].RedFlagCount));
        Assert.Equal((ConsultationKind.ClinicMediated, 4, 0), (queue[1].Kind, queue[1].Urgency, queue[1].RedFlagCount));
        Assert.Equal("发热、咳嗽", queue[0].Reason);
        Assert.Equal(Scenes.Cough.Text, queue[1].Reason);
        Assert.Equal(first.QueuedAt, queue[1].WaitingSince);
        Assert.Equal("柳河镇中心卫生院", queue[1].Institution.Zh);
        Assert.All(queue, entry => Assert.False(entry.IsOnline));
    }

    [Fact]
    public async Task A_long_story_is_cut_in_the_list()
    {
        var patient = await app.ArriveAsync(await app.SignInAsync("coordinator-deng"), "Endocrinology");
        await patient.WaitInQueueAsync(Complaint.Empty with { Text = new string('长', 500) });
        var doctor = await app.SignInAsync("dr-zhang");
        var entry = Assert.Single(await doctor.GetAsync<QueueEntryView[]>(PathOf(await doctor.DepartmentAsync("Endocrinology"))));
        Assert.Equal(new string('长', 120) + "…", entry.Reason);
    }

    [Fact]
    public async Task With_the_store_of_presence_away_nobody_is_said_to_be_here_or_gone()
    {
        await using var blind = new ClinicApp { Settings = { ["Coordination:Redis"] = "127.0.0.1:1", ["Rooms:NodeUrl"] = "http://localhost" } };
        var clinic = await blind.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await blind.StrangerAsync(clinic), "Dermatology");

        var queue = await (await blind.SignInAsync("dr-zhou")).GetAsync<QueueEntryView[]>(PathOf(waiting.Department.Id));
        var doctors = await clinic.GetAsync<DoctorToWaitFor[]>($"/api/departments/{waiting.Department.Id}/doctors");

        Assert.Null(Assert.Single(queue).IsOnline);
        Assert.Null((await clinic.DetailsAsync(waiting.Id)).IsPatientOnline);
        Assert.All(doctors, doctor => Assert.Null(doctor.State));
    }

    [Fact]
    public async Task Only_the_departments_own_specialists_see_its_queue()
    {
        var cardiologist = await app.SignInAsync("dr-li");
        await Outsiders.HidesAsync(
            await cardiologist.DepartmentAsync("Dermatology"),
            "department.not_found",
            [cardiologist],
            (outsider, id) => outsider.GetAsync(PathOf(id)));
        await app.IsClosedAsync(
            ["clinic-ma", "coordinator-deng", "pharmacist-luo", "admin-qian"], caller => caller.GetAsync(PathOf(Guid.CreateVersion7())));
    }

    private static string PathOf(Guid departmentId) => $"/api/departments/{departmentId}/queue";
}
