using System.Globalization;
using Telehealth.Media.Forwarding;

namespace Telehealth.Media;

/// <summary>The participants of one room and what they send each other. Only the room's loop touches this.</summary>
internal sealed class Room(RoomId id, Action<Room, Participant> onLeft)
{
    private const long SpeakerSpacing = 400_000;
    private const long CheckSpacing = 1_000_000;

    // One counter for all rooms: a track id is unique in the life of the process.
    private static long _lastTrack;

    private readonly List<Participant> _participants = [];
    private List<SeatId> _speakers = [];
    private long _sequence;
    private long _nextSpeakers;
    private long _nextCheck;
    private bool _announce;

    public RoomId Id { get; } = id;

    public IReadOnlyList<Participant> Participants => _participants;

    public static TrackId NewTrackId() =>
        new("t" + Interlocked.Increment(ref _lastTrack).ToString(CultureInfo.InvariantCulture));

    public void Enter(Participant newcomer, Participant? replaced)
    {
        replaced?.Close("replaced");
        if (newcomer.IsClosed)
        {
            return;
        }

        _participants.Add(newcomer);
        foreach (var other in _participants)
        {
            foreach (var track in other.Tracks)
            {
                newcomer.Subscribe(track, other.Cname);
            }
        }

        Announce();
    }

    public void Left(Participant participant)
    {
        if (_participants.Remove(participant))
        {
            Announce();
        }

        onLeft(this, participant);
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

    /// <summary>Tells everybody with the next tick how the room is now.</summary>
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
        if (_announce)
        {
            _announce = false;
            TellState();
        }

        // Backwards, because a participant may close and leave.
        for (var i = _participants.Count - 1; i >= 0; i--)
        {
            _participants[i].Tick(nowMicros);
        }

        if (nowMicros >= _nextSpeakers)
        {
            _nextSpeakers = nowMicros + SpeakerSpacing;
            TellSpeakers();
        }

        if (nowMicros >= _nextCheck)
        {
            _nextCheck = nowMicros + CheckSpacing;
            foreach (var participant in _participants.ToArray())
            {
                participant.CheckTime(nowMicros);
            }
        }
    }

    private void TellState()
    {
        var seats = _participants.ConvertAll(participant => new SeatState(
            participant.Id,
            participant.Tracks.Select(track => new TrackState(track.Id, track.Source, track.Muted)).ToList()));
        TellAll(new SeatEvent.RoomChanged(++_sequence, seats));
    }

    private void TellSpeakers()
    {
        List<(SeatId Seat, double Level)>? speaking = null;
        foreach (var participant in _participants)
        {
            var loudest = 0.0;
            foreach (var track in participant.Tracks)
            {
                track.Loudness?.CloseWindow();
                loudest = track.Loudness is { Speaks: true } loudness ? Math.Max(loudest, loudness.Level) : loudest;
            }

            if (loudest > 0)
            {
                (speaking ??= []).Add((participant.Id, loudest));
            }
        }

        // The order alone is no news: two people talking at once would make it flicker.
        var now = speaking?.OrderByDescending(one => one.Level).Select(one => one.Seat).ToList() ?? [];
        if (now.Count != _speakers.Count || now.Except(_speakers).Any())
        {
            _speakers = now;
            TellAll(new SeatEvent.SpeakersChanged(now));
        }
    }

    private void TellAll(SeatEvent happened)
    {
        foreach (var participant in _participants.ToArray())
        {
            participant.Push(happened);
        }
    }
}
