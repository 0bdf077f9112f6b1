using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class UndoNoShowTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_doctor_who_was_wrong_puts_the_patient_back_where_the_patient_stood()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (patient, id) = await app.QueueDirectAsync(doctor, "Dermatology");
        var joined = (await patient.MineAsync()).Queue!.WaitingSince;
        await doctor.DeleteAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Conflict, "queue.nothing_to_undo");
        await doctor.AcceptAsync(id);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await doctor.TryPostAsync(PathOf(id)).IsDoneAsync();
        await (await app.SignInAsync("dr-wu")).DeleteAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Conflict, "queue.nothing_to_undo");
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        await doctor.DeleteAsync(PathOf(id)).IsDoneAsync();
        await doctor.DeleteAsync(PathOf(id)).IsDoneAsync();
        var back = await patient.MineAsync();
        Assert.Equal((ConsultationStatus.Waiting, joined), (back.Status, back.Queue!.WaitingSince));
        await app.IsClosedAsync(["clinic-ma"], caller => caller.DeleteAsync(PathOf(id)));
    }

    [Fact]
    public async Task Who_has_another_place_by_now_keeps_that_one()
    {
        var doctor = await app.SignInAsync("dr-li");
        var clinic = await app.SignInAsync("clinic-ma");
        var person = await app.StrangerAsync(clinic);
        var first = await clinic.QueueCaseAsync(person);
        await doctor.AcceptAsync(first.Id);
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await doctor.TryPostAsync(PathOf(first.Id)).IsDoneAsync();
        await clinic.QueueCaseAsync(person, "Endocrinology");
        var problem = await doctor.DeleteAsync(PathOf(first.Id)).IsRefusedAsync(HttpStatusCode.Conflict, "patient.already_waiting");
        Assert.Equal("Endocrinology", (string?)problem["details"]!["departmentEn"]);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/no-show";
}
