using System.Globalization;
using Telehealth.Media.Forwarding;

namespace Telehealth.Media;

/// <summary>The participants of one room and what they send each other. Only the room's loop touches this.</summary>
internal sealed class Room(RoomId id, RoomRoll roll, long sequence, Action<Room, Participant> onLeft)
{
    // At most three times a second: often enough for a frame around a picture, seldom enough for 300 receivers.
    private const long SpeakerSpacing = 350_000;
    private const int EverybodyIsHeardUpTo = 8;
    private const long CheckSpacing = 1_000_000;

    // What is told to N seats is told at most every N times this: a hall of 330 hears of its comings and goings every 0.7 s.
    private const long AnnounceMicrosPerSeat = 2_000;

    // More than anybody shows one by one. With 300 listeners, listing them to each other would be 100,000 entries for each one who comes.
    private const int EverybodyIsListedUpTo = 50;

    // One counter for all rooms: a track id is unique in the life of the process.
    private static long _lastTrack;

    private readonly List<Participant> _participants = [];
    private readonly SpeakerOrder _speakers = new();
    private readonly List<(SeatId Seat, double Level)> _speaking = [];
    private List<SeatId> _toldSpeakers = [];
    private long _sequence = sequence;
    private long _now;
    private long _nextAnnouncement;
    private long _nextStep;
    private long _nextSpeakers;
    private long _nextCheck;
    private bool _announce;

    public RoomId Id { get; } = id;

    public RoomRoll Roll { get; } = roll;

    /// <summary>The number of the state that was told last; any thread.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    public IReadOnlyList<Participant> Participants => _participants;

    public static TrackId NewTrackId() =>
        new("t" + Interlocked.Increment(ref _lastTrack).ToString(CultureInfo.InvariantCulture));

    /// <summary>Somebody else's link carries sound alone. In a large room one listener does not decide how everybody sounds.</summary>
    public bool HasNarrowListener(Participant speaker)
    {
        for (var i = 0; i < _participants.Count && _participants.Count <= EverybodyIsHeardUpTo; i++)
        {
            if (_participants[i] != speaker && _participants[i].Subscribing?.Feedback.IsNarrow == true)
            {
                return true;
            }
        }

        return false;
    }

    public Participant? Find(SeatId seat)
    {
        // Each seat asks every second, so nothing is allocated for it.
        foreach (var participant in _participants)
        {
            if (participant.Id == seat)
            {
                return participant;
            }
        }

        return null;
    }

    public void Enter(Participant newcomer, Participant? replaced)
    {
        replaced?.Close("replaced");
        if (newcomer.IsClosed)
        {
            return;
        }

        _participants.Add(newcomer);
        newcomer.Count(1);
        SubscribeToAll(newcomer);
        Announce();
        if (_now < _nextAnnouncement)
        {
            // The others can wait to hear of the newcomer; the newcomer cannot wait to see the room.
            newcomer.Push(Describe(newcomer.Rights.Moderate));
        }
    }

    public void Left(Participant participant)
    {
        if (_participants.Remove(participant))
        {
            participant.Count(-1);
            Announce();
        }

        onLeft(this, participant);
    }

    /// <summary>Gives a seat every track of the others.</summary>
    public void SubscribeToAll(Participant participant)
    {
        foreach (var other in _participants)
        {
            foreach (var track in other.Tracks)
            {
                participant.Subscribe(track, other.Cname);
            }
        }
    }

    public void Published(UpTrack track, Participant publisher)
    {
        foreach (var other in _participants)
        {
            other.Subscribe(track, publisher.Cname);
        }
    }

    public void Unpublished(UpTrack track)
    {
        foreach (var other in _participants)
        {
            other.Unsubscribe(track);
        }
    }

    /// <summary>Tells everybody soon how the room is then.</summary>
    public void Announce() => _announce = true;

    public void Close(string reason)
    {
        foreach (var participant in _participants.ToArray())
        {
            participant.Close(reason);
        }
    }

    public void Tick(long nowMicros)
    {
        _now = nowMicros;
        if (_announce && nowMicros >= _nextAnnouncement)
        {
            _announce = false;
            _nextAnnouncement = nowMicros + (_participants.Count * AnnounceMicrosPerSeat);
            TellState();
        }

        // Backwards, because a participant may close and leave.
        for (var i = _participants.Count - 1; i >= 0; i--)
        {
            _participants[i].Tick(nowMicros);
        }

        if (nowMicros >= _nextStep)
        {
            _nextStep = nowMicros + Loudness.StepMicros;
            Listen(nowMicros);
        }

        if (nowMicros >= _nextCheck)
        {
            _nextCheck = nowMicros + CheckSpacing;
            for (var i = _participants.Count - 1; i >= 0; i--)
            {
                _participants[i].CheckTime(nowMicros);
            }
        }
    }

    private void TellState()
    {
        var full = Describe(everybody: true);
        var seen = _participants.Count > EverybodyIsListedUpTo ? Describe(everybody: false) : full;
        foreach (var participant in _participants.ToArray())
        {
            participant.Push(participant.Rights.Moderate ? full : seen);
        }
    }

    private SeatEvent.RoomChanged Describe(bool everybody)
    {
        var all = everybody || _participants.Count <= EverybodyIsListedUpTo;
        var seats = new List<SeatState>();
        foreach (var participant in _participants)
        {
            if (all || participant.Rights.MayPublish)
            {
                seats.Add(participant.Describe());
            }
        }

        return new SeatEvent.RoomChanged(++_sequence, seats, _participants.Count - seats.Count, Roll.IsLocked);
    }

    private void Listen(long nowMicros)
    {
        _speaking.Clear();
        foreach (var participant in _participants)
        {
            if (participant.Listen() is var level and > 0)
            {
                _speaking.Add((participant.Id, level));
            }
        }

        _speakers.Update(_speaking, nowMicros);
        if (nowMicros >= _nextSpeakers && !_speakers.Now.SequenceEqual(_toldSpeakers))
        {
            _nextSpeakers = nowMicros + SpeakerSpacing;
            _toldSpeakers = [.. _speakers.Now];
            var happened = new SeatEvent.SpeakersChanged(_toldSpeakers);
            foreach (var participant in _participants.ToArray())
            {
                participant.Push(happened);
            }
        }
    }
}
