using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Telehealth.Media.Ice;

namespace Telehealth.Media;

/// <summary>The selective forwarding unit: rooms and seats on one or more media threads, each with its UDP port.</summary>
public sealed class MediaServer : IAsyncDisposable
{
    // Held for look-ups when somebody enters or leaves; no packet ever waits for it.
    private readonly Lock _gate = new();
    private readonly Dictionary<RoomId, (Room Room, MediaThread Thread)> _rooms = [];
    private readonly MediaOptions _options;
    private readonly MediaThread[] _threads;
    private readonly MediaMeters _meters = new();
    private bool _running;

    /// <summary>Makes a server that does nothing before <see cref="Start"/>.</summary>
    public MediaServer(MediaOptions options, TimeProvider clock, ILoggerFactory logs)
    {
        var log = logs.CreateLogger<MediaServer>();
        var addresses = options.PublicAddresses.Count > 0 ? options.PublicAddresses : OwnAddresses();
        _options = options;
        _threads = new MediaThread[Math.Max(1, options.Threads)];
        for (var i = 0; i < _threads.Length; i++)
        {
            var loop = new MediaLoop(
                IPAddress.IPv6Any, PortOf(options.UdpPort, i), clock, log, options.UsePortableSockets,
                options.TcpPort == 0 ? null : PortOf(options.TcpPort ?? options.UdpPort, i));
            _threads[i] = new MediaThread(new MediaSite(loop, options, addresses, _meters, log));
        }

        _meters.Watch(() => Counters);
    }

    /// <summary>True while every media loop runs and its port is bound.</summary>
    public bool IsListening => Array.TrueForAll(_threads, thread => thread.Loop.IsRunning);

    /// <summary>Where the first port is bound, for tests and health.</summary>
    public IPEndPoint LocalEndPoint => _threads[0].Loop.LocalEndPoint;

    /// <summary>Datagrams that found a full socket because its media thread had fallen behind, on all ports since the start.</summary>
    public long DroppedByKernel => Counters.DroppedByKernel;

    /// <summary>Of all media threads together, as they are now.</summary>
    internal LoopCounters Counters => LoopCounters.Sum(_threads.Select(thread => thread.Loop.Counters));

    internal IReadOnlyList<MediaThread> Threads => _threads;

    /// <summary>Binds the UDP ports and starts the media loops; throws when a port cannot be bound.</summary>
    public void Start()
    {
        foreach (var thread in _threads)
        {
            thread.Loop.Start();
        }

        lock (_gate)
        {
            _running = true;
        }
    }

    /// <summary>Takes a seat, opening the room when it is the first. A live seat of the same id is closed as <c>replaced</c>.</summary>
    /// <returns>The seat, or the refusal code <c>media.room_full</c>, <c>media.room_locked</c>, <c>media.rooms_full</c>, <c>media.stopping</c>.</returns>
    /// <param name="memory">What the room is to remember when it is opened by this; not read for one that is open.</param>
    public (Seat? Seat, string? Refusal) Enter(RoomId id, SeatId seat, SeatRights rights, RoomMemory? memory = null)
    {
        lock (_gate)
        {
            if (!_running)
            {
                return (null, "media.stopping");
            }

            if (!_rooms.TryGetValue(id, out var entry))
            {
                if (_rooms.Count >= _options.MaxRooms)
                {
                    return (null, "media.rooms_full");
                }

                var idlest = _threads.MinBy(thread => thread.Seats)!;
                var before = memory ?? RoomMemory.From(0);
                var roll = new RoomRoll(_options, before);
                entry = (new Room(id, roll, before.Sequence, (room, left) => Forget(room, left, idlest)), idlest);
            }

            var (room, thread) = entry;
            var (participant, replaced, refusal) =
                room.Roll.Take(seat, rights, valid => new Participant(thread.Site, room, seat, valid));
            if (participant is null)
            {
                return (null, refusal);
            }

            _rooms[id] = entry;
            thread.Seats++;
            // Posted under the lock, so that two entries of one seat reach the loop in the order they were decided.
            thread.Enter(room, participant, replaced);
            return (new Seat(participant, thread.Loop), null);
        }
    }

    /// <summary>What another server must know of an open room to go on with it; null when the room is not open here.</summary>
    public RoomMemory? Recall(RoomId id)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(id, out var entry) ? entry.Room.Roll.Recall(entry.Room.Sequence) : null;
        }
    }

    /// <summary>Ends a room for everybody in it.</summary>
    public void CloseRoom(RoomId id)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(id, out var entry))
            {
                entry.Thread.Loop.Post(() => entry.Room.Close("room_closed"));
            }
        }
    }

    /// <summary>Closes every seat as <c>server_stopping</c>, then the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _running = false;
        }

        await Task.WhenAll(_threads.Select(thread => thread.StopAsync().AsTask())).ConfigureAwait(false);
        _meters.Dispose();
    }

    // A free port for each thread, or those behind the first.
    private static int PortOf(int first, int thread) => first == 0 ? 0 : first + thread;

    private void Forget(Room room, Participant participant, MediaThread thread)
    {
        thread.Left(room);
        lock (_gate)
        {
            thread.Seats--;
            room.Roll.Forget(participant);
            if (room.Roll.IsEmpty && _rooms.GetValueOrDefault(room.Id).Room == room)
            {
                _rooms.Remove(room.Id);
            }
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
