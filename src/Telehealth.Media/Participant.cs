using Telehealth.Media.Forwarding;
using Telehealth.Media.Ice;

namespace Telehealth.Media;

/// <summary>What stands behind a <see cref="Seat"/>. Only the room's loop touches this.</summary>
internal sealed class Participant
{
    private const long NeverConnectedMicros = 60_000_000;

    // Firefox checks every five seconds; two missed checks and a bit.
    private const long ConsentWorryMicros = 12_000_000;

    private readonly MediaSite _site;
    private readonly SeatQuality _quality;
    private readonly SeatStatistics _statistics;
    private readonly SeatTracks _tracks;
    private SubscribeConnection? _subscribe;
    private long? _expectedSince;
    private bool _wasConnected;
    private bool _restartAsked;
    private int _lastOfferId;
    private SeatEvent.NarrowLink? _narrow;

    public Participant(MediaSite site, Room room, SeatId id, SeatRights rights)
    {
        (_site, Room, Id, Rights) = (site, room, id, rights);
        _tracks = new SeatTracks(site, this);
        _quality = new SeatQuality(this);
        _statistics = new SeatStatistics(this, site.Meters);
        Cname = Convert.ToHexStringLower(BitConverter.GetBytes(MediaSite.NewSessionId()));
    }

    public Room Room { get; }

    public SeatId Id { get; }

    /// <summary>Readable on any thread.</summary>
    public SeatRights Rights { get; private set; }

    public bool Moderates => Rights.Moderate && !IsClosed;

    /// <summary>The same for all tracks of this publisher, so that browsers play them in step.</summary>
    public string Cname { get; }

    /// <summary>For logs: seat ids may stand for persons, this number does not.</summary>
    public string Label => Cname[..6];

    public SeatOutbox Outbox { get; } = new();

    public bool IsClosed { get; private set; }

    public SeatQuality Quality => _quality;

    /// <summary>Sound is to come in packets of 60 ms; the next answer says so.</summary>
    public bool WantsLongPackets => _narrow is { LongPackets: true };

    public PublishConnection? Publishing => _tracks.Connection;

    public SubscribeConnection? Subscribing => _subscribe;

    public IEnumerable<UpTrack> Tracks => _tracks.All;

    public int NextOfferId() => ++_lastOfferId;

    public void Push(SeatEvent happened)
    {
        if (!Outbox.TryPush(happened))
        {
            Close("overflow");
        }
    }

    public (string? Sdp, string? Refusal) Publish(string sdp, IReadOnlyList<TrackIntent> intents) =>
        IsClosed ? (null, "media.seat_closed") : _tracks.Publish(sdp, intents);

    public string? Answer(int offerId, string sdp) =>
        IsClosed ? "media.seat_closed" : _subscribe?.Answer(offerId, sdp);

    public void RestartSubscription()
    {
        _subscribe?.Restart();
    }

    public void SetTiles(IReadOnlyList<TileSettings> tiles)
    {
        var now = _site.Loop.NowMicros;
        foreach (var tile in tiles)
        {
            foreach (var line in _subscribe?.Lines ?? [])
            {
                if (line.Track?.Source.Id == tile.Track)
                {
                    line.Track.SetTile(tile.Visible || line.IsAudio, Math.Max(0, tile.Width), Math.Max(0, tile.Height), tile.Priority, now);
                    line.Track.ChooseLayer(now);
                }
            }
        }
    }

    public void SetMuted(TrackSource source, bool muted)
    {
        if (!muted)
        {
            Room.Roll.Unmute(Id, source);
        }

        _tracks.SetMuted(source, muted);
    }

    /// <summary>By a moderator, who is named to the client.</summary>
    public void Mute(TrackSource source, SeatId by)
    {
        if (Tracks.Any(track => track.Source == source))
        {
            Room.Roll.Mute(Id, source, by);
        }

        if (_tracks.SetMuted(source, true))
        {
            Push(new SeatEvent.Muted(source, by));
        }
    }

    public void SetRights(SeatRights rights)
    {
        if (IsClosed || rights == Rights)
        {
            return;
        }

        var hadSubscribe = Rights.Subscribe;
        _site.Meters.CountSeat(Rights, -1);
        _site.Meters.CountSeat(rights, 1);
        Rights = rights;
        _tracks.Allow(rights);
        if (hadSubscribe && !rights.Subscribe)
        {
            _subscribe?.RemoveAll();
        }
        else if (!hadSubscribe && rights.Subscribe)
        {
            Room.SubscribeToAll(this);
        }

        Push(new SeatEvent.RightsChanged(rights));
        Room.Announce();
    }

    /// <summary>One more or one fewer is in the room.</summary>
    public void Count(int change) => _site.Meters.CountSeat(Rights, change);

    /// <summary>Another seat's track appears; an own one never comes back to its sender.</summary>
    public void Subscribe(UpTrack track, string cname)
    {
        if (IsClosed || !Rights.Subscribe || track.Seat == Id)
        {
            return;
        }

        Expect();
        _subscribe ??= new SubscribeConnection(_site, this);
        _subscribe.Add(track, cname);
    }

    public void Unsubscribe(UpTrack track) => _subscribe?.Remove(track);

    /// <summary>As the others see this seat.</summary>
    public SeatState Describe() => new(Id, _tracks.Describe(), Rights);

    /// <summary>How loud this seat speaks, 0 when it does not; once in each step of <see cref="Loudness"/>.</summary>
    public double Listen() => _tracks.Listen();

    public void Close(string reason)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        _site.Log.SeatClosed(Label, reason);
        _tracks.Drop();
        _subscribe?.Close();
        _subscribe = null;
        Outbox.Close(reason);
        Room.Left(this);
    }

    public void Tick(long nowMicros)
    {
        _tracks.Connection?.Tick(nowMicros);
        _subscribe?.Tick(nowMicros);
    }

    /// <summary>Once a second.</summary>
    public void CheckTime(long nowMicros)
    {
        if (!_wasConnected && nowMicros - _expectedSince > NeverConnectedMicros)
        {
            Close("timed_out");
            return;
        }

        var worry = Publishing is { Transport.IsConnected: true } publish
            && nowMicros - publish.Transport.LastConsentMicros > ConsentWorryMicros;
        if (worry && !_restartAsked)
        {
            Push(new SeatEvent.PublishRestartNeeded());
        }

        _restartAsked = worry;
        _statistics.Update(nowMicros);
        _quality.Update(nowMicros);
        TellNarrow();
    }

    public void Connected() => _wasConnected = true;

    /// <summary>Long packets when the own link is narrow or that of somebody who listens.</summary>
    private void TellNarrow()
    {
        if (Publishing is not { } publish)
        {
            return;
        }

        var narrow = new SeatEvent.NarrowLink(
            publish.Uplink.IsNarrow || _subscribe?.Feedback.IsNarrow == true || Room.HasNarrowListener(this), publish.Uplink.IsNarrow);
        if (narrow != (_narrow ?? new SeatEvent.NarrowLink(false, false)))
        {
            _narrow = narrow;
            Push(narrow);
        }
    }

    public void PublishClosed(TransportClose reason)
    {
        _site.Log.ConnectionLost(Label, "publish", reason.ToString());
        _tracks.Drop();
        if (reason == TransportClose.ConsentExpired && _wasConnected)
        {
            Close("timed_out");
        }
        else if (reason != TransportClose.PeerClosed)
        {
            Push(new SeatEvent.PublishRestartNeeded());
        }
    }

    public void SubscribeClosed(TransportClose reason)
    {
        _site.Log.ConnectionLost(Label, "subscribe", reason.ToString());
        if (reason == TransportClose.ConsentExpired && _wasConnected)
        {
            // A browser keeps its DTLS association over ICE restarts, so a transport that we gave up cannot be revived:
            // only a new seat with new connections can.
            Close("timed_out");
        }
        else
        {
            _subscribe?.StartOver();
        }
    }

    /// <summary>From now on the client owes us a connection; a seat that has nothing to send or receive owes none.</summary>
    public void Expect() => _expectedSince ??= _site.Loop.NowMicros;
}
