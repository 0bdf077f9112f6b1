using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class MoveConsultationTests(ClinicApp app) : IClassFixture<ClinicApp>
{
    private static readonly string _because = "皮疹更像过敏";

    [Fact]
    public async Task Who_is_moved_keeps_the_time_of_joining_and_is_told_from_where_and_why()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"), "Dermatology");
        var joined = (await patient.MineAsync()).Queue!.WaitingSince;
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await doctor.TryPostAsync(PathOf(id), await ToAsync(doctor, "Endocrinology")).IsDoneAsync();
        var moved = await patient.MineAsync();
        Assert.Equal(("Endocrinology", joined), (moved.Department.En, moved.Queue!.WaitingSince));
        Assert.Equal(("Dermatology", _because), (moved.News!.Moved!.From.En, moved.News.Moved.Reason));
        await app.HidesAsync(id, ["dr-zhou"], (outsider, hidden) => outsider.GetAsync($"/api/consultations/{hidden}"));
        var there = await app.SignInAsync("dr-zhang");
        Assert.Equal(id, (await there.AcceptAsync(id)).Id);
    }

    [Fact]
    public async Task The_same_click_again_moves_nobody_further()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (patient, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"), "Dermatology");
        var click = await ToAsync(doctor, "Respiratory Medicine");
        await doctor.TryPostAsync(PathOf(id), click).IsDoneAsync();
        await doctor.TryPostAsync(PathOf(id), click).IsDoneAsync();
        Assert.Equal("Respiratory Medicine", (await patient.MineAsync()).Department.En);
    }

    [Fact]
    public async Task Nobody_is_moved_without_a_reason_to_nowhere_or_after_being_called()
    {
        var doctor = await app.SignInAsync("dr-zhou");
        var (_, id) = await app.QueueDirectAsync(await app.SignInAsync("coordinator-deng"), "Dermatology");
        await doctor.TryPostAsync(PathOf(id), new { departmentId = Guid.CreateVersion7(), reason = "" })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        await doctor.TryPostAsync(PathOf(id), new { departmentId = Guid.CreateVersion7(), reason = _because })
            .IsRefusedAsync(HttpStatusCode.NotFound, "department.not_found");
        await doctor.AcceptAsync(id);
        await doctor.TryPostAsync(PathOf(id), await ToAsync(doctor, "Endocrinology"))
            .IsRefusedAsync(HttpStatusCode.NotFound, "consultation.not_found");
    }

    [Fact]
    public async Task Only_the_department_and_whoever_asked_move_a_patient()
    {
        var clinic = await app.SignInAsync("clinic-ma");
        var waiting = await clinic.QueueCaseAsync(await app.StrangerAsync(clinic), "Dermatology");
        var there = await ToAsync(clinic, "Endocrinology");
        await app.HidesAsync(waiting.Id, ["dr-li", "coordinator-deng"], (outsider, id) => outsider.TryPostAsync(PathOf(id), there));
        await app.IsClosedAsync(["pharmacist-luo"], caller => caller.TryPostAsync(PathOf(waiting.Id), there));
        await clinic.TryPostAsync(PathOf(waiting.Id), there).IsDoneAsync();
        var details = await clinic.DetailsAsync(waiting.Id);
        Assert.Equal(("Endocrinology", waiting.QueuedAt), (details.Department.Name.En, details.QueuedAt));
        Assert.Equal(QueueStepKind.Moved, Assert.Single(details.Steps).Kind);
    }

    private static string PathOf(Guid id) => $"/api/consultations/{id}/move";

    private static async Task<object> ToAsync(HttpClient staff, string department) =>
        new { departmentId = await staff.DepartmentAsync(department), reason = _because };
}
