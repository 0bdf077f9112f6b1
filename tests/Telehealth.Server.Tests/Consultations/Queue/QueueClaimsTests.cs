using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;

namespace Telehealth.Consultations.Queue;

/// <summary>A claim that the row refuses changes nobody's place.</summary>
public sealed class QueueClaimsTests : IAsyncDisposable
{
    private readonly ClinicApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_claim_that_comes_after_a_later_one_was_handed_back_leaves_the_patient_waiting()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), "Dermatology");
        var doctor = await _app.SignInAsync("dr-zhou");
        await doctor.AcceptAsync(waiting.Id);
        await doctor.PostAsync<ConsultationDetails>($"/api/consultations/{waiting.Id}/hand-back");
        var store = _app.Services.GetRequiredService<IQueueStore>();

        await using (var scope = _app.Services.CreateAsyncScope())
        {
            var claims = scope.ServiceProvider.GetRequiredService<QueueClaims>();
            Assert.Null(await claims.TakeAsync(
                waiting.Department.Id, new Claim(waiting.Id, 1), Guid.CreateVersion7(), null, CancellationToken.None));
        }

        var (known, _) = await store.ListAsync(waiting.Department.Id, CancellationToken.None);
        Assert.Equal([waiting.Id], known.Select(entry => entry.Id));
    }
}
