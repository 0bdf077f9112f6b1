using System.Net;

namespace Telehealth.Operations;

public sealed class DrainNodeTests
{
    private const string Path = "/api/operations/drain";

    private readonly OtherNode.Script _one = new("/nodes/7");
    private readonly OtherNode.Script _other = new("/nodes/8");

    [Fact]
    public async Task The_node_that_is_meant_hears_that_it_is_to_drain()
    {
        await using var app = OperationsApp.Beside(_one, _other);
        var theOperator = await app.OperatorAsync();
        await theOperator.LookUntilAsync("both nodes are there", view => view.Nodes.Count >= 2);

        using var answer = await theOperator.TryPostAsync(Path, new { node = _one.Name });

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Wait.UntilAsync(() => _one.Drained.Contains(_one.Name), "the node hears it");
        Assert.DoesNotContain(_other.Name, _one.Drained);
    }

    [Fact]
    public async Task A_node_that_nobody_could_replace_is_not_drained()
    {
        await using var app = new TelehealthApp();
        var theOperator = await app.OperatorAsync();
        var view = await theOperator.LookUntilAsync("the only node is there", view => view.Nodes.Count > 0);

        await theOperator.TryPostAsync(Path, new { node = view.Nodes[0].Name }).IsRefusedAsync(HttpStatusCode.Conflict, "operations.last_node");
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_not_drained()
    {
        await using var app = new TelehealthApp();
        var theOperator = await app.OperatorAsync();
        await theOperator.TryPostAsync(Path, new { node = "/nodes/9" }).IsRefusedAsync(HttpStatusCode.NotFound, "operations.node_unknown");
        await theOperator.TryPostAsync(Path, new { node = "" }).IsRefusedAsync(HttpStatusCode.UnprocessableEntity, "request.invalid");
    }
}
