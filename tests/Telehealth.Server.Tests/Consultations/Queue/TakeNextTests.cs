using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class TakeNextTests : IAsyncDisposable
{
    private const string Dermatology = "Dermatology";

    private readonly ClinicApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_same_click_again_gets_the_same_patient_and_a_new_click_the_next()
    {
        var (doctor, path, waiting) = await QueueAsync(2);
        var click = new { requestId = Guid.CreateVersion7() };
        var first = await doctor.PostAsync<ConsultationDetails>(path, click);
        var again = await doctor.PostAsync<ConsultationDetails>(path, click);
        Assert.Equal((waiting[0], waiting[0]), (first.Id, again.Id));
        Assert.Equal(waiting[1], (await doctor.PostAsync<ConsultationDetails>(path, new { requestId = Guid.CreateVersion7() })).Id);
    }

    [Fact]
    public async Task One_click_sent_many_times_at_once_calls_one_patient()
    {
        var (doctor, path, waiting) = await QueueAsync(6);
        var click = new { requestId = Guid.CreateVersion7() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => doctor.PostAsync<ConsultationDetails>(path, click)));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        var left = await doctor.GetAsync<QueueEntryView[]>(path.Replace("/next", "", StringComparison.Ordinal));
        Assert.Equal(waiting.Count - 1, left.Length);
    }

    [Fact]
    public async Task A_click_is_its_doctors_alone_and_ends_with_the_hand_back()
    {
        var (doctor, path, waiting) = await QueueAsync(1);
        var click = new { requestId = Guid.CreateVersion7() };
        await doctor.PostAsync<ConsultationDetails>(path, click);
        var colleague = await _app.SignInAsync("dr-wu");
        await colleague.TryPostAsync(path, click).IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
        await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{waiting[0]}/hand-back");
        Assert.Equal(waiting[0], (await colleague.PostAsync<ConsultationDetails>(path, click)).Id);
    }

    [Fact]
    public async Task Urgency_goes_first_then_who_waits_longer()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var ids = new List<Guid>();
        foreach (var urgency in new[] { 4, 3, 2, 3 })
        {
            ids.Add((await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), Dermatology, urgency)).Id);
            _app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var doctor = await _app.SignInAsync("dr-zhou");
        var departmentId = await doctor.DepartmentAsync(Dermatology);
        var queue = await doctor.GetAsync<QueueEntryView[]>($"/api/departments/{departmentId}/queue");
        Assert.Equal([ids[2], ids[1], ids[3], ids[0]], queue.Select(entry => entry.ConsultationId));
        Assert.Equal([1, 2, 3, 4], queue.Select(entry => entry.Place));
        foreach (var expected in queue)
        {
            Assert.Equal(expected.ConsultationId, (await doctor.PostAsync<ConsultationDetails>(PathOf(departmentId))).Id);
        }

        await doctor.TryPostAsync(PathOf(departmentId)).IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
    }

    [Fact]
    public async Task Twenty_calls_for_the_next_of_ten_give_every_patient_once()
    {
        HttpClient[] doctors = [await _app.SignInAsync("dr-zhou"), await _app.SignInAsync("dr-wu")];
        var waiting = new HashSet<Guid>();
        for (var count = 0; count < 10; count++)
        {
            var (_, id) = await _app.QueueDirectAsync(doctors[0], Dermatology);
            waiting.Add(id);
        }

        var departmentId = await doctors[0].DepartmentAsync(Dermatology);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async turn =>
        {
            var response = await doctors[turn % 2].TryPostAsync(PathOf(departmentId));
            return response.IsSuccessStatusCode ? (await Api.ReadAsync<ConsultationDetails>(response)).Id : (Guid?)null;
        }));
        var taken = answers.OfType<Guid>().ToArray();
        Assert.Equal(10, taken.Length);
        Assert.Equal(waiting.Order(), taken.Order());
    }

    [Fact]
    public async Task Only_the_departments_own_specialists_take_from_its_queue()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(department: Dermatology);
        await Outsiders.HidesAsync(
            waiting.Department.Id,
            "department.not_found",
            [await _app.SignInAsync("dr-li")],
            (outsider, id) => outsider.TryPostAsync(PathOf(id)));
        await _app.IsClosedAsync(["clinic-ma", "coordinator-deng"], caller => caller.TryPostAsync(PathOf(waiting.Department.Id)));
        Assert.Equal(ConsultationStatus.Waiting, (await clinic.GetAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}")).Status);
    }

    private static string PathOf(Guid departmentId) => $"/api/departments/{departmentId}/queue/next";

    private async Task<(HttpClient Doctor, string Path, IReadOnlyList<Guid> Waiting)> QueueAsync(int count)
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var waiting = new List<Guid>();
        for (var turn = 0; turn < count; turn++)
        {
            waiting.Add((await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), Dermatology)).Id);
            _app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var doctor = await _app.SignInAsync("dr-zhou");
        return (doctor, PathOf(await doctor.DepartmentAsync(Dermatology)), waiting);
    }
}
