using System.Net;
using System.Net.Http.Json;

namespace Telehealth.Consultations.Queue;

public sealed class QueueTests
{
    private const string Dermatology = "Dermatology";

    [Fact]
    public async Task Urgency_goes_first_then_who_waits_longer()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var ids = new List<Guid>();
        foreach (var urgency in new[] { 4, 3, 2, 3 })
        {
            ids.Add((await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology, urgency)).Id);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var doctor = await app.SignInAsync("dr-zhou");
        var departmentId = await doctor.DepartmentAsync(Dermatology);
        var queue = await doctor.GetAsync<QueueEntryView[]>($"/api/departments/{departmentId}/queue");
        Assert.Equal([ids[2], ids[1], ids[3], ids[0]], queue.Select(entry => entry.ConsultationId));
        Assert.Equal([1, 2, 3, 4], queue.Select(entry => entry.Place));
        foreach (var expected in queue)
        {
            Assert.Equal(expected.ConsultationId, (await TakeNextAsync(doctor, departmentId)).Id);
        }

        await doctor.PostAsJsonAsync($"/api/departments/{departmentId}/queue/next", new { })
            .IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
    }

    [Fact]
    public async Task Twenty_calls_for_the_next_of_ten_give_every_patient_once()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = new HashSet<Guid>();
        foreach (var department in new[] { Dermatology })
        {
            for (var count = 0; count < 10; count++)
            {
                var county = await app.SignInAsync("dr-zhou");
                var person = await app.StrangerAsync(county);
                var patient = await app.ArriveAsync(await county.InviteAsync(person, department), person);
                waiting.Add((await patient.WaitInQueueAsync()).Id);
            }
        }

        HttpClient[] doctors = [await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu")];
        var departmentId = await clinic.DepartmentAsync(Dermatology);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async turn =>
        {
            var response = await doctors[turn % 2].PostAsJsonAsync($"/api/departments/{departmentId}/queue/next", new { });
            return response.IsSuccessStatusCode ? (await Api.ReadAsync<ConsultationDetails>(response)).Id : (Guid?)null;
        }));
        var taken = answers.OfType<Guid>().ToArray();
        Assert.Equal(10, taken.Length);
        Assert.Equal(waiting.Order(), taken.Order());
    }

    [Fact]
    public async Task Of_doctors_who_accept_the_same_patient_exactly_one_wins()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        HttpClient[] doctors = [await app.SignInAsync("dr-zhou"), await app.SignInAsync("dr-wu")];
        for (var round = 0; round < 5; round++)
        {
            var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology);
            var answers = await Task.WhenAll(doctors.Select(doctor =>
                doctor.PostAsJsonAsync($"/api/consultations/{waiting.Id}/accept", new { })));
            Assert.Single(answers, answer => answer.IsSuccessStatusCode);
            await Task.FromResult(answers.Single(answer => !answer.IsSuccessStatusCode))
                .IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_waiting");
        }
    }

    [Fact]
    public async Task A_double_click_takes_the_patient_once_and_is_no_error()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var doctor = await app.SignInAsync("dr-zhou");
        var waiting = await clinic.QueueCaseAsync(department: Dermatology);
        var first = await doctor.AcceptAsync(waiting.Id);
        var second = await doctor.AcceptAsync(waiting.Id);
        Assert.Equal(first.StartedAt, second.StartedAt);
    }

    [Fact]
    public async Task A_patient_handed_back_stands_where_he_stood()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var first = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology);
        var doctor = await app.SignInAsync("dr-zhou");
        await doctor.AcceptAsync(first.Id);
        await doctor.PostAsJsonAsync($"/api/consultations/{second.Id}/hand-back", new { })
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        var back = await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{first.Id}/hand-back");
        Assert.Equal((ConsultationStatus.Waiting, 1), (back.Status, back.Queue!.Place));
        Assert.Equal(first.QueuedAt, back.QueuedAt);
        var colleague = await app.SignInAsync("dr-wu");
        Assert.Equal(first.Id, (await TakeNextAsync(colleague, first.Department.Id)).Id);
    }

    [Fact]
    public async Task Leaving_gives_the_place_up_and_keeps_the_complaint()
    {
        await using var app = new ClinicApp();
        var staff = await app.SignInAsync("coordinator-deng");
        var (patient, id) = await app.QueueDirectAsync(staff);
        var again = await patient.PostAsync<MyConsultation>("/api/my/consultation/queue");
        Assert.Equal(ConsultationStatus.Waiting, again.Status);
        var left = await patient.DeleteAsync<MyConsultation>("/api/my/consultation/queue");
        Assert.Equal(ConsultationStatus.Planned, left.Status);
        Assert.Null(left.Queue);
        Assert.Equal(Scenes.Cough.Text, left.Complaint.Text);
        var doctor = await app.SignInAsync("dr-li");
        await doctor.PostAsJsonAsync($"/api/departments/{await doctor.DepartmentAsync()}/queue/next", new { })
            .IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
        await doctor.PostAsJsonAsync($"/api/consultations/{id}/accept", new { })
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    [Fact]
    public async Task Two_cases_of_one_patient_do_not_wait_with_the_same_department()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var cases = new List<ConsultationDetails> { await clinic.OpenCaseAsync(), await clinic.OpenCaseAsync() };
        foreach (var opened in cases)
        {
            await clinic.PutAsync<ConsultationDetails>(
                $"/api/consultations/{opened.Id}/case", new CaseDraft(Scenes.Cough, "", Triage.VitalSigns.None, 3));
        }

        var answers = await Task.WhenAll(cases.Select(opened => clinic.PostAsJsonAsync(
            $"/api/consultations/{opened.Id}/submit", new { departmentId = opened.Department.Id, urgency = 3 })));
        Assert.Single(answers, answer => answer.IsSuccessStatusCode);
        await Task.FromResult(answers.Single(answer => !answer.IsSuccessStatusCode))
            .IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
    }

    [Fact]
    public async Task A_restart_keeps_order_places_drafts_and_chat()
    {
        using var database = new TestDatabase();
        var clock = new ManualClock();
        var ids = new List<Guid>();
        Guid taken;
        await using (var app = new TelehealthApp { SharedDatabase = database, Clock = clock })
        {
            var clinic = await app.SignInAsync("clinic-ma");
            var doctor = await app.SignInAsync("dr-zhou");
            taken = (await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology)).Id;
            await doctor.AcceptAsync(taken);
            await doctor.DraftAsync(taken);
            await clinic.PostAsync<Chat.ChatMessageView>($"/api/consultations/{taken}/messages", new { clientMessageId = "1", text = "在吗" });
            foreach (var urgency in new[] { 4, 2, 3 })
            {
                ids.Add((await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), Dermatology, urgency)).Id);
                clock.Advance(TimeSpan.FromMinutes(1));
            }
        }

        await using var restarted = new TelehealthApp { SharedDatabase = database, Clock = clock };
        var back = await restarted.SignInAsync("dr-zhou");
        var read = await back.GetAsync<ConsultationDetails>($"/api/consultations/{taken}");
        Assert.Equal(Scenes.FinishedNote.Advice, read.Note.Draft!.Advice);
        Assert.Equal("在吗", Assert.Single(await back.GetAsync<Chat.ChatMessageView[]>($"/api/consultations/{taken}/messages")).Text);
        foreach (var expected in new[] { ids[1], ids[2], ids[0] })
        {
            Assert.Equal(expected, (await TakeNextAsync(back, read.Department.Id)).Id);
        }
    }

    [Fact]
    public async Task Only_the_departments_own_specialists_see_and_take_from_its_queue()
    {
        await using var app = new ClinicApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(department: Dermatology);
        var path = $"/api/departments/{waiting.Department.Id}/queue";
        var cardiologist = await app.SignInAsync("dr-li");
        await cardiologist.GetAsync(path).IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
        await cardiologist.PostAsJsonAsync(path + "/next", new { }).IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
        await cardiologist.PostAsJsonAsync($"/api/consultations/{waiting.Id}/accept", new { })
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
        await clinic.GetAsync(path).IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
        await app.AnonymousClient().GetAsync(path).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    [Theory]
    [InlineData(new[] { 10, 20 }, 3, 1, 1, null)]
    [InlineData(new[] { 10, 20, 60 }, 3, 0, 0, null)]
    [InlineData(new[] { 10, 20, 60 }, 0, 1, 1, 0)]
    [InlineData(new[] { 10, 20, 60 }, 0, 0, 1, 20)]
    [InlineData(new[] { 10, 20, 60 }, 3, 0, 2, 40)]
    [InlineData(new[] { 10, 20, 30, 60 }, 2, 1, 1, 50)]
    public void The_estimate_is_a_median_or_nothing(int[] minutes, int ahead, int free, int working, int? expected) =>
        Assert.Equal(expected, QueuePlaces.Estimate(Array.ConvertAll(minutes, length => TimeSpan.FromMinutes(length)), ahead, free, working));

    private static Task<ConsultationDetails> TakeNextAsync(HttpClient doctor, Guid departmentId) =>
        doctor.PostAsync<ConsultationDetails>($"/api/departments/{departmentId}/queue/next");
}
