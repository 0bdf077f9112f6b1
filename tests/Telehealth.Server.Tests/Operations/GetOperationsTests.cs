using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telehealth.Consultations;
using Telehealth.Consultations.Queue;
using Telehealth.Coordination;

namespace Telehealth.Operations;

public sealed class GetOperationsTests
{
    private const string Path = "/api/operations";

    [Theory]
    [InlineData("dr-li")]
    [InlineData("clinic-ma")]
    [InlineData("coordinator-deng")]
    [InlineData("pharmacist-luo")]
    public async Task Nobody_but_an_operator_sees_the_installation(string userName)
    {
        await using var app = new TelehealthApp();
        var staff = await app.SignInAsync(userName);
        await staff.GetAsync(Path).IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
        await staff.TryPostAsync(Path + "/drain", new { node = "any" }).IsRefusedAsync(HttpStatusCode.Forbidden, "session.forbidden");
        await app.AnonymousClient().GetAsync(Path).IsRefusedAsync(HttpStatusCode.Unauthorized, "session.sign_in_required");
    }

    [Fact]
    public async Task A_healthy_installation_shows_that_it_answers_and_how_fast()
    {
        await using var app = new TelehealthApp();
        var theOperator = await app.OperatorAsync();

        var seen = await theOperator.LookUntilAsync("the dependencies are looked at", view => view.Dependencies.Count == 3);

        Assert.Equal(
            [DependencyName.Database, DependencyName.Coordination, DependencyName.Media], seen.Dependencies.Select(dependency => dependency.Name));
        Assert.All(seen.Dependencies, dependency => Assert.True(dependency is { IsUp: true, LatencyMs: >= 0, Failures: 0 }, dependency.Name.ToString()));
        Assert.Equal(TestDatabase.Server is null ? "sqlite" : "postgresql", seen.Dependencies[0].Kind);
        Assert.NotEmpty(seen.AnsweredBy);
    }

    [Fact]
    public async Task Queues_are_counted_by_department_and_name_no_patient()
    {
        await using var app = new TelehealthApp();
        var clinic = await app.SignInAsync("clinic-ma");
        var since = app.Clock.GetUtcNow();
        await clinic.QueueCaseAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(3));
        await clinic.QueueCaseAsync(await app.StrangerAsync(clinic));
        var theOperator = await app.OperatorAsync();

        var seen = await theOperator.LookUntilAsync("both patients are counted", view => view.Queues is [{ Waiting: 2 }]);

        var cardiology = Assert.Single(seen.Queues);
        Assert.Equal("Cardiology", cardiology.Department.En);
        Assert.Equal(since, cardiology.OldestAt);
        Assert.DoesNotContain(Scenes.WangXiulan, await theOperator.GetStringAsync(Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_queue_is_shown_without_patients_and_without_the_reason()
    {
        await using var app = new TelehealthApp();
        var doctor = await app.SignInAsync("dr-li");
        var department = await doctor.DepartmentAsync();
        await doctor.PutAsync<QueueDeskView>($"/api/departments/{department}/queue/pause", new { minutes = 30, reason = "王秀兰的家属来了" });
        var theOperator = await app.OperatorAsync();

        var seen = await theOperator.LookUntilAsync("the pause is there", view => view.Queues.Count > 0);

        var paused = Assert.Single(seen.Queues);
        Assert.Equal((department, 0, app.Clock.GetUtcNow().AddMinutes(30)), (paused.DepartmentId, paused.Waiting, paused.PausedUntil));
        Assert.DoesNotContain("王秀兰", await theOperator.GetStringAsync(Path), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await theOperator.LookUntilAsync("the pause is over", view => view.Queues.Count == 0);
    }

    [Fact]
    public async Task A_claim_that_is_not_settled_is_counted()
    {
        await using var app = new TelehealthApp();
        var id = (await (await app.SignInAsync("clinic-ma")).QueueCaseAsync()).Id;
        var theOperator = await app.OperatorAsync();
        var seen = await theOperator.LookUntilAsync("the patient is counted", view => view.Queues is [{ Waiting: 1, Claims: 0 }]);
        var department = seen.Queues[0].DepartmentId;

        var store = app.Services.GetRequiredService<IQueueStore>();
        Assert.NotNull((await store.ClaimAsync(department, id, Guid.CreateVersion7(), TestContext.Current.CancellationToken)).Claim);

        await theOperator.LookUntilAsync("the claim is counted", view => view.Queues is [{ Waiting: 1, Claims: 1 }]);
    }

    [Fact]
    public async Task What_went_wrong_on_other_nodes_and_how_often_queues_were_rebuilt_is_shown_also_of_a_node_that_fell_silent()
    {
        var (one, silent) = (new OtherNode.Script("/nodes/7"), new OtherNode.Script("/nodes/8"));
        await using var app = OperationsApp.Beside(one, silent);
        var now = app.Clock.GetUtcNow();
        one.Node = one.Node! with { QueueRebuilds = 2, QueueRebuiltAt = now.AddMinutes(-4) };
        silent.Node = silent.Node! with
        {
            QueueRebuilds = 1,
            QueueRebuiltAt = now.AddMinutes(-9),
            Failures = [.. Enumerable.Range(0, 60).Select(number => new NodeFailure(
                now.AddSeconds(-number), 3, LogLevel.Error, "Telehealth.Somewhere", $"Number {number}", "TimeoutException"))],
        };
        var theOperator = await app.OperatorAsync();
        await theOperator.LookUntilAsync("both nodes are there", view => StateOf(view, one) is not null && StateOf(view, silent) is not null);
        silent.Node = null;

        var seen = await theOperator.LookUntilAsync("one is lost", view => StateOf(view, silent) == NodeState.Lost);

        Assert.Equal(new QueueRebuildsView(3, now.AddMinutes(-4)), seen.Rebuilds);
        var said = seen.Failures.Where(failure => failure.Node == silent.Name).ToArray();
        Assert.Equal(["Number 0", "Number 1", "Number 2", "Number 3", "Number 4"], said.Select(failure => failure.Sentence));
        Assert.Equal((3, LogLevel.Error, "TimeoutException"), (said[0].Times, said[0].Level, said[0].Exception));
        Assert.Contains(seen.Failures, failure => failure.Node == seen.AnsweredBy);
        Assert.Equal(seen.Failures.OrderByDescending(failure => failure.LastAt).Select(failure => failure.LastAt), seen.Failures.Select(failure => failure.LastAt));
    }

    [Fact]
    public async Task A_database_that_is_gone_is_shown_with_the_time_since_when_and_the_page_still_answers()
    {
        using var database = new TestDatabase();
        await using var app = new TelehealthApp { SharedDatabase = database };
        var theOperator = await app.OperatorAsync();
        await theOperator.LookUntilAsync("the database is there", view => view.Dependencies.Any(one => one is { Name: DependencyName.Database, IsUp: true }));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        database.Execute("DROP TABLE \"Outbox\"");

        var seen = await theOperator.LookUntilAsync(
            "the database is missed", view => view.Dependencies.Any(one => one is { Name: DependencyName.Database, IsUp: false }));

        var gone = seen.Dependencies[0];
        Assert.Equal(app.Clock.GetUtcNow(), gone.Since);
        Assert.Null(gone.LatencyMs);
        Assert.True(gone.Failures > 0);
        Assert.Contains(seen.Failures, failure => failure.Sentence == "{Dependency} is away" && failure.Category.EndsWith("DependencyWatch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_falls_silent_stays_on_the_page_as_lost_and_one_that_drained_does_not()
    {
        var (silent, drained) = (new OtherNode.Script("/nodes/7"), new OtherNode.Script("/nodes/8"));
        await using var app = OperationsApp.Beside(silent, drained);
        var theOperator = await app.OperatorAsync();
        var seen = await theOperator.LookUntilAsync("both nodes are there", view => StateOf(view, silent) is not null && StateOf(view, drained) is not null);
        var node = seen.Nodes.Single(one => one.Name == silent.Name);
        Assert.Equal((12, 24, 300), (node.Rooms, node.Seats, node.Connections));

        drained.Node = drained.Node! with { IsDraining = true, Rooms = 9 };
        seen = await theOperator.LookUntilAsync("it drains", view => StateOf(view, drained) == NodeState.Draining);
        Assert.Equal(12, seen.Nodes.Single(one => one.Name == drained.Name).RoomsBefore);
        (silent.Node, drained.Node) = (null, null);

        seen = await theOperator.LookUntilAsync(
            "one is lost and the other is forgotten", view => StateOf(view, silent) == NodeState.Lost && StateOf(view, drained) is null);
        Assert.Contains(seen.Failures, failure => failure.Sentence == "{Node} fell silent with {Rooms} rooms and {Seats} seats");
    }

    private static NodeState? StateOf(OperationsView view, OtherNode.Script node) =>
        view.Nodes.FirstOrDefault(one => one.Name == node.Name)?.State;
}
