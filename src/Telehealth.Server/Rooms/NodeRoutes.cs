namespace Telehealth.Rooms;

/// <summary>What other nodes ask and tell this one. Anonymous to the framework, because the seal is the credential; the proxy lets nobody
/// in from outside.</summary>
internal static class NodeRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/internal/rooms/{room:guid}", TellHolding).AllowAnonymous().ExcludeFromDescription();
        app.MapPost(NodeWords.TakenPath, HearTakenAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult TellHolding(Guid room, HttpRequest request, RoomClaims claims, NodeSeal seal, Coordination.ThisNode self)
    {
        var question = request.Headers[NodeWords.SealHeader].ToString();
        if (!seal.Check(question, NodeWords.AskHolding(self.Name, room)))
        {
            return Results.Unauthorized();
        }

        var holding = claims.Tell(room);
        return Results.Json(new SealedHolding(holding.Holds, holding.Epoch, seal.Seal(NodeWords.AnswerHolding(question, holding))));
    }

    private static async Task<IResult> HearTakenAsync(
        TakenRooms taken, HttpRequest request, RoomKeeper keeper, NodeSeal seal, Coordination.ThisNode self)
    {
        if (!seal.Check(request.Headers[NodeWords.SealHeader].ToString(), NodeWords.TellTaken(self.Name, taken)))
        {
            return Results.Unauthorized();
        }

        await keeper.LoseAsync(taken, request.HttpContext.RequestAborted);
        return Results.NoContent();
    }
}
