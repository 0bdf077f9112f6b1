using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Telehealth.Media.Ice;

namespace Telehealth.Media;

/// <summary>The selective forwarding unit: rooms, seats and one UDP port.</summary>
public sealed class MediaServer : IAsyncDisposable
{
    // Held for look-ups when somebody enters or leaves; no packet ever waits for it.
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, (Room Room, Dictionary<SeatId, Participant> Seats)> _rooms = [];
    private readonly MediaOptions _options;
    private readonly MediaLoop _loop;
    private readonly MediaSite _site;

    // Only the loop touches this.
    private readonly List<Room> _live = [];
    private bool _running;

    /// <summary>Makes a server that does nothing before <see cref="Start"/>.</summary>
    public MediaServer(MediaOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        var log = logs.CreateLogger<MediaServer>();
        _options = options;
        _loop = new MediaLoop(IPAddress.IPv6Any, options.UdpPort, clock, log);
        _site = new MediaSite(_loop, options, options.PublicAddresses.Count > 0 ? options.PublicAddresses : OwnAddresses(), log);
        _loop.Tick += Tick;
    }

    /// <summary>True while the media loop runs and its port is bound.</summary>
    public bool IsListening => _loop.IsRunning;

    /// <summary>Where the port is bound, for tests and health.</summary>
    public IPEndPoint LocalEndPoint => _loop.LocalEndPoint;

    /// <summary>Binds the UDP port and starts the media loop; throws when the port cannot be bound.</summary>
    public void Start()
    {
        _loop.Start();
        lock (_gate)
        {
            _running = true;
        }
    }

    /// <summary>Takes a seat, opening the room when it is the first. A live seat of the same id is closed as <c>replaced</c>.</summary>
    /// <returns>The seat, or the refusal code <c>media.room_full</c>, <c>media.rooms_full</c>, <c>media.stopping</c>.</returns>
    public (Seat? Seat, string? Refusal) Enter(RoomId room, SeatId seat, SeatRights rights)
    {
        lock (_gate)
        {
            if (!_running)
            {
                return (null, "media.stopping");
            }

            if (!_rooms.TryGetValue(room, out var entry))
            {
                if (_rooms.Count >= _options.MaxRooms)
                {
                    return (null, "media.rooms_full");
                }

                entry = (new Room(room, Forget), []);
            }

            var replaced = entry.Seats.GetValueOrDefault(seat);
            if (replaced is null && entry.Seats.Count >= _options.MaxSeatsPerRoom)
            {
                return (null, "media.room_full");
            }

            _rooms[room] = entry;
            var participant = new Participant(_site, entry.Room, seat, rights);
            entry.Seats[seat] = participant;
            // Posted under the lock, so that two entries of one seat reach the loop in the order they were decided.
            _loop.Post(() => Enter(entry.Room, participant, replaced));
            return (new Seat(participant, _loop), null);
        }
    }

    /// <summary>Ends a room for everybody in it.</summary>
    public void CloseRoom(RoomId room)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(room, out var entry))
            {
                _loop.Post(() => entry.Room.Close("room_closed"));
            }
        }
    }

    /// <summary>Closes every seat as <c>server_stopping</c>, then the port.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _running = false;
        }

        _loop.Post(() =>
        {
            foreach (var room in _live.ToArray())
            {
                room.Close("server_stopping");
            }
        });
        await _loop.DisposeAsync().ConfigureAwait(false);
    }

    private void Enter(Room room, Participant participant, Participant? replaced)
    {
        // First: the seat it replaces may have been the last one, and with it the room goes off the list.
        room.Enter(participant, replaced);
        if (!_live.Contains(room))
        {
            _live.Add(room);
        }
    }

    private void Forget(Room room, Participant participant)
    {
        if (room.Participants.Count == 0)
        {
            _live.Remove(room);
        }

        lock (_gate)
        {
            if (!_rooms.TryGetValue(room.Id, out var entry) || entry.Room != room)
            {
                return;
            }

            if (entry.Seats.GetValueOrDefault(participant.Id) == participant)
            {
                entry.Seats.Remove(participant.Id);
            }

            if (entry.Seats.Count == 0)
            {
                _rooms.Remove(room.Id);
            }
        }
    }

    private void Tick(long nowMicros)
    {
        // Backwards, because a room may become empty and vanish.
        for (var i = _live.Count - 1; i >= 0; i--)
        {
            _live[i].Tick(nowMicros);
        }
    }

    private static List<string> OwnAddresses()
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.OperationalStatus == OperationalStatus.Up)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(IsReachable)
            // Most hospitals' networks speak the older one only.
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
            .ToList();
        var routed = addresses.FindAll(address => !IPAddress.IsLoopback(address));
        return (routed.Count > 0 ? routed : addresses).ConvertAll(address => address.ToString());
    }

    // Link-local addresses reach nobody but the neighbours on the cable.
    private static bool IsReachable(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => address.GetAddressBytes() is not [169, 254, ..],
        AddressFamily.InterNetworkV6 => Socket.OSSupportsIPv6 && !address.IsIPv6LinkLocal,
        _ => false,
    };
}
