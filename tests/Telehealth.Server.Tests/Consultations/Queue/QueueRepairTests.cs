using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>The rows say who waits; a store that has lost somebody gets them back.</summary>
public sealed class QueueRepairTests : IAsyncDisposable
{
    private const string Dermatology = "Dermatology";

    private readonly ClinicApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IQueueStore Store => _app.Services.GetRequiredService<IQueueStore>();

    [Fact]
    public async Task The_next_call_finds_a_patient_whom_the_store_lost()
    {
        var (doctor, waiting) = await LoseAsync();
        var taken = await doctor.PostAsync<ConsultationDetails>($"/api/departments/{waiting.Department.Id}/queue/next");
        Assert.Equal(waiting.Id, taken.Id);
    }

    [Fact]
    public async Task A_patient_whom_the_store_lost_can_be_accepted()
    {
        var (doctor, waiting) = await LoseAsync();
        Assert.Equal(ConsultationStatus.InProgress, (await doctor.AcceptAsync(waiting.Id)).Status);
    }

    [Fact]
    public async Task A_patient_whom_the_store_lost_is_back_in_order_within_a_minute()
    {
        var (_, lost) = await LoseAsync();
        _app.Clock.Advance(TimeSpan.FromSeconds(1));
        var clinic = await _app.SignInAsync("clinic-ma");
        var later = await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), Dermatology);

        await Wait.UntilAsync(async () =>
        {
            _app.Clock.Advance(TimeSpan.FromMinutes(1));
            var (known, _) = await Store.ListAsync(lost.Department.Id, CancellationToken.None);
            return known.OrderBy(entry => entry.QueuedAt).Select(entry => entry.Id).SequenceEqual([lost.Id, later.Id]) ? null : $"both patients in order; known are {known.Count}";
        });
    }

    private async Task<(HttpClient Doctor, ConsultationDetails Waiting)> LoseAsync()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), Dermatology);
        // The outbox may still put the patient in once more.
        await Wait.UntilAsync(async () =>
        {
            await Store.RemoveAsync(waiting.Department.Id, waiting.Id, CancellationToken.None);
            await Task.Yield();
            var (known, _) = await Store.ListAsync(waiting.Department.Id, CancellationToken.None);
            return known.Count == 0 ? null : "the store to have lost the patient";
        });
        return (await _app.SignInAsync("dr-zhou"), waiting);
    }
}
