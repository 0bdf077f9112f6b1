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
    private readonly Dictionary<RoomId, Room> _rooms = [];
    private readonly MediaOptions _options;
    private readonly MediaLoop _loop;
    private readonly MediaSite _site;
    private readonly MediaMeters _meters = new();

    // Only the loop touches this.
    private readonly List<Room> _live = [];
    private bool _running;

    /// <summary>Makes a server that does nothing before <see cref="Start"/>.</summary>
    public MediaServer(MediaOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        var log = logs.CreateLogger<MediaServer>();
        _options = options;
        _loop = new MediaLoop(IPAddress.IPv6Any, options.UdpPort, clock, log, tcpPort: options.TcpPort switch { 0 => null, { } port => port, null => options.UdpPort });
        _site = new MediaSite(_loop, options, options.PublicAddresses.Count > 0 ? options.PublicAddresses : OwnAddresses(), _meters, log);
        _meters.Watch(_loop);
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
    /// <returns>The seat, or the refusal code <c>media.room_full</c>, <c>media.room_locked</c>, <c>media.rooms_full</c>, <c>media.stopping</c>.</returns>
    public (Seat? Seat, string? Refusal) Enter(RoomId id, SeatId seat, SeatRights rights)
    {
        lock (_gate)
        {
            if (!_running)
            {
                return (null, "media.stopping");
            }

            if (!_rooms.TryGetValue(id, out var room))
            {
                if (_rooms.Count >= _options.MaxRooms)
                {
                    return (null, "media.rooms_full");
                }

                room = new Room(id, new RoomRoll(_options), Forget);
            }

            var (participant, replaced, refusal) =
                room.Roll.Take(seat, rights, valid => new Participant(_site, room, seat, valid));
            if (participant is null)
            {
                return (null, refusal);
            }

            _rooms[id] = room;
            // Posted under the lock, so that two entries of one seat reach the loop in the order they were decided.
            _loop.Post(() => Enter(room, participant, replaced));
            return (new Seat(participant, _loop), null);
        }
    }

    /// <summary>Ends a room for everybody in it.</summary>
    public void CloseRoom(RoomId id)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(id, out var room))
            {
                _loop.Post(() => room.Close("room_closed"));
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
        _meters.Dispose();
    }

    private void Enter(Room room, Participant participant, Participant? replaced)
    {
        // First: the seat it replaces may have been the last one, and with it the room goes off the list.
        room.Enter(participant, replaced);
        if (!_live.Contains(room))
        {
            _live.Add(room);
            _meters.CountRoom(1);
        }
    }

    private void Forget(Room room, Participant participant)
    {
        if (room.Participants.Count == 0 && _live.Remove(room))
        {
            _meters.CountRoom(-1);
        }

        lock (_gate)
        {
            room.Roll.Forget(participant);
            if (room.Roll.IsEmpty && _rooms.GetValueOrDefault(room.Id) == room)
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
