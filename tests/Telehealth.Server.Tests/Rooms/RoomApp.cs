using Microsoft.Extensions.DependencyInjection;

namespace Telehealth.Rooms;

/// <summary>The server with its real media server on a free port.</summary>
public sealed class RoomApp : TelehealthApp
{
    public RoomApp() => Settings["Media:PublicAddresses:0"] = "127.0.0.1";

    public RoomEntrance Entrance => Services.GetRequiredService<RoomEntrance>();

    public RoomPass Passes => Services.GetRequiredService<RoomPass>();

    public async Task<string> PassAsync(Guid room, string seat, RoomRights rights = RoomRights.Participant)
    {
        var (door, refusal) = await Entrance.OpenAsync(room, seat, rights, 0, CancellationToken.None);
        Assert.Null(refusal);
        return door!.Pass;
    }

    /// <summary>Connects without any cookie, as the pass is the credential.</summary>
    public Task<RoomVisitor> ArriveAsync() => RoomVisitor.ArriveAsync(HubOf(AnonymousClient(), RoomEntrance.HubPath));

    public async Task<(RoomVisitor Visitor, string Session)> JoinAsync(Guid room, string seat)
    {
        var visitor = await ArriveAsync();
        var reply = await visitor.JoinAsync(await PassAsync(room, seat));
        Assert.Equal(seat, reply.Seat);
        Assert.False(reply.Resumed);
        return (visitor, reply.Session);
    }
}
