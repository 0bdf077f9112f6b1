using Telehealth.Media.Ice;

namespace Telehealth.Media;

/// <summary>One media loop with its port, and the rooms that live on it from their first seat to their last.</summary>
internal sealed class MediaThread
{
    // Only the loop touches this.
    private readonly List<Room> _live = [];

    public MediaThread(MediaSite site)
    {
        Site = site;
        site.Loop.Tick += Tick;
    }

    public MediaSite Site { get; }

    public MediaLoop Loop => Site.Loop;

    /// <summary>Seats taken in its rooms; under the server's lock.</summary>
    public int Seats { get; set; }

    public void Enter(Room room, Participant participant, Participant? replaced) => Loop.Post(() =>
    {
        // First: the seat it replaces may have been the last one, and with it the room goes off the list.
        room.Enter(participant, replaced);
        if (!_live.Contains(room))
        {
            _live.Add(room);
            Site.Meters.CountRoom(1);
        }
    });

    /// <summary>On the loop's thread, after somebody has left the room.</summary>
    public void Left(Room room)
    {
        if (room.Participants.Count == 0 && _live.Remove(room))
        {
            Site.Meters.CountRoom(-1);
        }
    }

    /// <summary>Closes every room as <c>server_stopping</c>, then the loop.</summary>
    public ValueTask StopAsync()
    {
        Loop.Post(() =>
        {
            foreach (var room in _live.ToArray())
            {
                room.Close("server_stopping");
            }
        });
        return Loop.DisposeAsync();
    }

    private void Tick(long nowMicros)
    {
        // Backwards, because a room may become empty and vanish.
        for (var i = _live.Count - 1; i >= 0; i--)
        {
            _live[i].Tick(nowMicros);
        }
    }
}
