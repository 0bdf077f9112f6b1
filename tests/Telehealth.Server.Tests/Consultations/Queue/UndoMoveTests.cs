using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class UndoMoveTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    [Fact]
    public async Task A_move_is_taken_back_by_the_one_who_made_it_and_only_while_nothing_else_happened()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (patient, id) = await app.QueueDirectAsync(doctor, "Dermatology");
        var joined = (await patient.MineAsync()).Queue!.WaitingSince;
        var there = new { departmentId = await doctor.DepartmentAsync("Endocrinology"), reason = "更合适" };
        await doctor.TryPostAsync(PathOf(id), there).IsDoneAsync();
        await (await app.SignInAsync("dr-wu")).DeleteAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Conflict, "queue.nothing_to_undo");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await doctor.DeleteAsync(PathOf(id)).IsDoneAsync();
        await doctor.DeleteAsync(PathOf(id)).IsDoneAsync();
        var back = await patient.MineAsync();
        Assert.Equal(("Dermatology", joined), (back.Department.En, back.Queue!.WaitingSince));
        Assert.Null(back.News!.Moved);

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await doctor.TryPostAsync(PathOf(id), there).IsDoneAsync();
        await (await app.SignInAsync("dr-zhang")).AcceptAsync(id);
        await doctor.DeleteAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Conflict, "consultation.not_waiting");
    }

    [Fact]
    public async Task What_was_never_moved_is_not_moved_back()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (_, id) = await app.QueueDirectAsync(doctor, "Dermatology");
        await doctor.DeleteAsync(PathOf(id)).IsRefusedAsync(HttpStatusCode.Conflict, "queue.nothing_to_undo");
        await app.IsClosedAsync(["pharmacist-luo"], caller => caller.DeleteAsync(PathOf(id)));
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/move";
}
