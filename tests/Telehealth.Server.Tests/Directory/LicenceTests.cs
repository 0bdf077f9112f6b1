using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Consultations;
using Telehealth.Storage;

namespace Telehealth.Directory;

public sealed class LicenceTests(TelehealthApp app) : IClassFixture<TelehealthApp>
{
    private static readonly DateOnly _today = new(2026, 11, 24);

    [Theory]
    [InlineData("2023-11-24", null)]
    [InlineData("2023-11-25", "licence.too_young")]
    [InlineData("2010-01-01", null)]
    [InlineData(null, "licence.too_young")]
    public void Three_years_of_independent_work_are_over_on_the_day(string? since, string? code) =>
        Assert.Equal(code, Licence.Check(Doctor(since: since), "cardiology", _today)?.Code);

    [Theory]
    [InlineData("2027-02-28", "licence.too_young")]
    [InlineData("2027-03-01", null)]
    public void Years_that_began_on_a_leap_day_are_over_on_the_first_of_March(string today, string? code) =>
        Assert.Equal(code, Licence.Check(Doctor(since: "2024-02-29"), "cardiology", DateOnly.Parse(today, null))?.Code);

    [Theory]
    [InlineData("110", "cardiology,respiratory", null)]
    [InlineData("110", null, null)]
    [InlineData("110", "dermatology", "licence.out_of_scope")]
    [InlineData(" ", "cardiology", "licence.missing")]
    [InlineData(null, "cardiology", "licence.missing")]
    public void A_licence_has_a_number_and_covers_the_specialty(string? number, string? scope, string? code) =>
        Assert.Equal(code, Licence.Check(Doctor(number, scope), "cardiology", _today)?.Code);

    [Fact]
    public async Task Who_is_not_long_enough_in_practice_takes_no_patient_until_the_day()
    {
        var doctor = await app.SignInAsync("dr-li");
        var department = await doctor.DepartmentAsync();
        var self = (await doctor.GetAsync<SessionView>("/api/session")).PractitionerId;
        var today = ChinaDate.Of(app.Clock.GetUtcNow());
        await PractiseSinceAsync(self, today.AddYears(-Licence.YearsNeeded).AddDays(1));

        await doctor.TryPostAsync($"/api/departments/{department}/queue/next").IsRefusedAsync(HttpStatusCode.Forbidden, "licence.too_young");

        await PractiseSinceAsync(self, today.AddYears(-Licence.YearsNeeded));
        await doctor.TryPostAsync($"/api/departments/{department}/queue/next").IsRefusedAsync(HttpStatusCode.Conflict, "queue.empty");
    }

    private async Task PractiseSinceAsync(Guid practitionerId, DateOnly since)
    {
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TelehealthDb>().Set<Practitioner>()
            .Where(practitioner => practitioner.Id == practitionerId)
            .ExecuteUpdateAsync(
                set => set.SetProperty(practitioner => practitioner.IndependentSince, since), TestContext.Current.CancellationToken);
    }

    private static Practitioner Doctor(string? number = "110", string? scope = null, string? since = "2010-01-01") => new()
    {
        Id = Guid.CreateVersion7(),
        Name = new LocalizedName("医生", "Doctor"),
        LicenceNumber = number,
        LicenceScope = scope,
        IndependentSince = since is null ? null : DateOnly.Parse(since, null),
    };
}
