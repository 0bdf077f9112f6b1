using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Coordination;
using Telehealth.Directory;

namespace Telehealth.Consultations.Queue;

/// <summary>What happens to a row between a claim and its end; a claim that the row refuses changes nobody's place.</summary>
public sealed class QueueClaimsTests : IAsyncDisposable
{
    private readonly ClinicApp _app = new();

    private IQueueStore Store => _app.Services.GetRequiredService<IQueueStore>();

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

    [Fact]
    public async Task Who_is_moved_while_a_claim_is_in_flight_waits_with_the_other_department_alone()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), "Dermatology");
        var there = await clinic.DepartmentAsync("Endocrinology");
        var claim = await ClaimAsync(waiting.Department.Id);

        await clinic.TryPostAsync($"/api/consultations/{waiting.Id}/move", new { departmentId = there, reason = "皮疹更像过敏" }).IsDoneAsync();
        Assert.False(await TakeAsync(waiting.Department.Id, claim, Guid.CreateVersion7()));
        _app.Clock.Advance(QueueRules.ClaimLifetime);

        Assert.Empty((await Store.ListAsync(waiting.Department.Id, CancellationToken.None)).Entries);
        var doctor = await _app.SignInAsync("dr-zhang");
        var called = await doctor.PostAsync<ConsultationDetails>($"/api/departments/{there}/queue/next");
        Assert.Equal((waiting.Id, there), (called.Id, called.Department.Id));
    }

    [Fact]
    public async Task A_pause_lets_the_claim_that_is_in_flight_through_and_keeps_who_comes_back_from_a_lost_one()
    {
        var clinic = await _app.SignInAsync("clinic-ma");
        var first = await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), "Dermatology");
        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await clinic.QueueCaseAsync(await _app.StrangerAsync(clinic), "Dermatology");
        var path = $"/api/departments/{first.Department.Id}/queue";
        var (inFlight, lost) = (await ClaimAsync(first.Department.Id), await ClaimAsync(first.Department.Id));
        var doctor = await _app.SignInAsync("dr-zhou");
        var me = (await doctor.GetAsync<SessionView>("/api/session")).PractitionerId;

        await doctor.PutAsync<QueueDeskView>(path + "/pause", new { minutes = 30, reason = "急诊会诊" });
        Assert.True(await TakeAsync(first.Department.Id, inFlight, me));
        Assert.Equal((first.Id, second.Id), (inFlight.EntryId, lost.EntryId));
        _app.Clock.Advance(QueueRules.ClaimLifetime);

        await doctor.TryPostAsync(path + "/next").IsRefusedAsync(HttpStatusCode.Conflict, "queue.paused");
        Assert.Equal(
            [second.Id], (await doctor.GetAsync<QueueEntryView[]>(path)).Select(entry => entry.ConsultationId));
        _app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(second.Id, (await doctor.PostAsync<ConsultationDetails>(path + "/next")).Id);
    }

    private async Task<Claim> ClaimAsync(Guid departmentId) =>
        (await Store.ClaimNextAsync(departmentId, new Claimant(Guid.CreateVersion7()), CancellationToken.None)).Claim!;

    private async Task<bool> TakeAsync(Guid departmentId, Claim claim, Guid doctor)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var claims = scope.ServiceProvider.GetRequiredService<QueueClaims>();
        return await claims.TakeAsync(departmentId, claim, doctor, null, CancellationToken.None) is not null;
    }
}
