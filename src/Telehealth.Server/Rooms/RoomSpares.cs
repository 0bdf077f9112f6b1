namespace Telehealth.Rooms;

/// <summary>Tells each seat of this node where it goes on should the node die, and again before that word runs out.</summary>
internal sealed class RoomSpares(RoomPass passes, RoomPlacement placement, RoomClaims claims, Coordination.ThisNode self, TimeProvider clock)
{
    private static readonly TimeSpan _renewal = TimeSpan.FromMinutes(2);

    public Task RefreshAsync(RoomSeat seat)
    {
        var room = seat.Ticket.Room;
        if (claims.HandedTo(room) is not null)
        {
            return Task.CompletedTask;
        }

        var standby = new Spare(placement.StandbyOf(room, self.Name), RoomWords.Rights(seat.Rights), claims.EpochOf(room), clock.GetUtcNow());
        return seat.Spare is { } told && told with { ToldAt = standby.ToldAt } == standby && standby.ToldAt - told.ToldAt < _renewal
            ? Task.CompletedTask
            : seat.TellStandbyAsync(standby, standby.Node is null ? null : Door(seat, standby.Node));
    }

    /// <summary>The same seat's door at another node.</summary>
    public SpareDoor Door(RoomSeat seat, string node) => new(
        passes.IssueSpare(seat.Ticket with { Node = self.Name }, RoomWords.Rights(seat.Rights), claims.EpochOf(seat.Ticket.Room), node),
        node + RoomEntrance.HubPath);
}

/// <summary>What a seat's word about its standby was made from.</summary>
internal sealed record Spare(string? Node, RoomRights Rights, long Epoch, DateTimeOffset ToldAt);
