using System.Net;

namespace Telehealth.Consultations.Queue;

public sealed class SetOpeningHoursTests : IAsyncDisposable
{
    private readonly ClinicApp _app = new();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Nobody_but_the_urgent_joins_a_closed_department_and_who_waits_stays()
    {
        var doctor = await _app.SignInAsync("dr-zhou");
        var path = PathOf(await doctor.DepartmentAsync("Dermatology"));
        var (waiting, _) = await _app.QueueDirectAsync(doctor, "Dermatology");
        var (late, grave) = (await _app.ArriveAsync(doctor, "Dermatology"), await _app.ArriveAsync(doctor, "Dermatology"));

        // The clock stands at ten in the morning of a Monday in China.
        await doctor.PutAsync<QueueDeskView>(path, EveryDay("08:00", "12:00"));
        Assert.Equal(At(5, 4), (await waiting.MineAsync()).News!.State.ClosesAt);
        _app.Clock.Advance(TimeSpan.FromHours(3));
        var state = (await waiting.MineAsync()).News!.State;
        Assert.Equal((false, At(6, 0)), (state.IsOpen, state.OpensAt));
        Assert.Equal(1, (await waiting.MineAsync()).Queue!.Place);
        await late.ConsentAsync();
        await late.PutAsync<MyConsultation>("/api/my/consultation/complaint", Scenes.Cough);
        await late.TryPostAsync("/api/my/consultation/queue").IsRefusedAsync(HttpStatusCode.Conflict, "queue.closed");
        Assert.Equal(1, (await grave.WaitInQueueAsync(Scenes.Cough with { RedFlags = ["A04"] })).Queue!.Place);
        var moving = await _app.SignInAsync("dr-li");
        var (_, id) = await _app.QueueDirectAsync(moving);
        await moving.TryPostAsync(
                $"/api/consultations/{id}/move", new { departmentId = await doctor.DepartmentAsync("Dermatology"), reason = "皮疹" })
            .IsRefusedAsync(HttpStatusCode.Conflict, "queue.closed");
    }

    [Fact]
    public async Task Hours_are_one_span_for_each_day_and_none_means_always_open()
    {
        var doctor = await _app.SignInAsync("dr-zhou");
        var department = await doctor.DepartmentAsync("Dermatology");
        await doctor.TryPutAsync(PathOf(department), EveryDay("12:00", "08:00"))
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        await doctor.TryPutAsync(PathOf(department), new { hours = new[] { Day("monday"), Day("monday") } })
            .IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
        var closed = await doctor.PutAsync<QueueDeskView>(PathOf(department), new { hours = new[] { Day("tuesday") } });
        Assert.Equal((false, At(6, 0)), (closed.State.IsOpen, closed.State.OpensAt));
        var open = await doctor.PutAsync<QueueDeskView>(PathOf(department), new { hours = Array.Empty<object>() });
        Assert.Equal((true, null), (open.State.IsOpen, open.State.ClosesAt));
        await Outsiders.HidesAsync(
            department,
            "department.not_found",
            [await _app.SignInAsync("dr-li")],
            (outsider, id) => outsider.TryPutAsync(PathOf(id), EveryDay("08:00", "12:00")));
        await _app.IsClosedAsync(["clinic-ma"], caller => caller.TryPutAsync(PathOf(department), EveryDay("08:00", "12:00")));
    }

    private static string PathOf(Guid departmentId) => $"/api/departments/{departmentId}/queue/hours";

    private static DateTimeOffset At(int day, int hour) => new(2040, 3, day, hour, 0, 0, TimeSpan.Zero);

    private static object Day(string day) => new { day, opens = "08:00:00", closes = "12:00:00" };

    private static object EveryDay(string opens, string closes) => new
    {
        hours = Enum.GetNames<DayOfWeek>().Select(day => new
        {
            day = char.ToLowerInvariant(day[0]) + day[1..],
            opens = opens + ":00",
            closes = closes + ":00",
        }),
    };
}
