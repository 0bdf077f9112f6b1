using System.Net;
using System.Net.Http.Json;

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
        await colleague.PostAsJsonAsync(path, click).IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
        await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{waiting[0]}/hand-back");
        Assert.Equal(waiting[0], (await colleague.PostAsync<ConsultationDetails>(path, click)).Id);
    }

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
        return (doctor, $"/api/departments/{await doctor.DepartmentAsync(Dermatology)}/queue/next", waiting);
    }
}
