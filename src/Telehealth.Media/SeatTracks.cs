using Telehealth.Media.Forwarding;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>What a seat sends: its publish connection, the tracks on it, and whether they go on. Only the room's loop touches this.</summary>
internal sealed class SeatTracks(MediaSite site, Participant owner)
{
    private SeatRights _everGranted = owner.Rights;

    public PublishConnection? Connection { get; private set; }

    public IEnumerable<UpTrack> All => Connection?.Lines.Select(line => line.Track) ?? [];

    public (string? Sdp, string? Refusal) Publish(string sdp, IReadOnlyList<TrackIntent> intents)
    {
        if (!PublishOffer.TryRead(sdp, site.VideoCodecs, out var offer))
        {
            return (null, "media.bad_sdp");
        }

        // A right that was taken stops the track, not the description: a client restarts ICE with what it has.
        var plan = PublishPlan.Make(offer, intents, _everGranted, site.Options.MaxTracksPerSeat);
        if (plan.Refusal is not null)
        {
            return (null, plan.Refusal);
        }

        if (Connection is not null && !Connection.Continues(offer.Remote))
        {
            Drop();
        }

        owner.Expect();
        Connection ??= new PublishConnection(site, owner);
        if (Connection.Answer(offer, plan.Verdicts) is not { } answer)
        {
            Drop();
            return (null, "media.bad_sdp");
        }

        Apply(plan);
        return (answer, null);
    }

    public void Drop()
    {
        if (Connection is not { } dropped)
        {
            return;
        }

        Connection = null;
        dropped.Transport.Close();
        foreach (var line in dropped.Lines)
        {
            owner.Room.Unpublished(line.Track);
        }

        owner.Room.Announce();
    }

    /// <returns>True when something changed for the others, who hear of it.</returns>
    public bool SetMuted(TrackSource source, bool muted)
    {
        var changed = false;
        foreach (var track in All)
        {
            changed |= track.Source == source && track.SetMuted(muted);
        }

        if (changed)
        {
            owner.Room.Announce();
        }

        return changed;
    }

    /// <summary>What the seat may send from now on.</summary>
    public void Allow(SeatRights rights)
    {
        _everGranted = _everGranted.Or(rights);
        foreach (var track in All)
        {
            track.SetAllowed(rights.Allows(track.Source));
        }
    }

    public IReadOnlyList<TrackState> Describe()
    {
        var tracks = new List<TrackState>();
        foreach (var line in Connection?.Lines ?? [])
        {
            tracks.Add(new TrackState(line.Track.Id, line.Track.Source, line.Track.Muted));
        }

        return tracks;
    }

    /// <summary>Ends a step of <see cref="Loudness"/>; answers how loud this seat speaks, 0 when it does not.</summary>
    public double Listen()
    {
        var loudest = 0.0;
        var lines = Connection?.Lines ?? [];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Track.Loudness is { } loudness)
            {
                loudness.Step();
                loudest = loudness.Speaks ? Math.Max(loudest, loudness.Level) : loudest;
            }
        }

        return loudest;
    }

    private void Apply(PublishPlan plan)
    {
        var changed = false;
        foreach (var gone in Connection!.Lines.Where(line => !plan.Continues(line)).ToList())
        {
            Connection.Remove(gone);
            owner.Room.Unpublished(gone.Track);
            changed = true;
        }

        foreach (var (line, intent) in plan.Received)
        {
            var known = Connection.Lines.FirstOrDefault(published => published.Track.Mid == line.Mid);
            var track = known?.Track
                ?? new UpTrack(Room.NewTrackId(), owner.Id, intent.Source, line.Mid, line.IsAudio, line.Rids, line.Video);
            changed |= known is null;
            changed |= track.SetAllowed(owner.Rights.Allows(intent.Source));
            var mutedBy = owner.Room.Roll.MutedBy(owner.Id, intent.Source);
            changed |= track.SetMuted(intent.Muted || mutedBy is not null);
            if (known is null && !intent.Muted && mutedBy is { } moderator)
            {
                // The seat came back, here or from another server, without having heard of it.
                owner.Push(new SeatEvent.Muted(intent.Source, moderator));
            }

            if (known is not null)
            {
                Connection.Replace(known, new PublishedLine(line, track));
            }
            else
            {
                Connection.Add(new PublishedLine(line, track));
                owner.Room.Published(track, owner);
            }
        }

        if (changed)
        {
            owner.Room.Announce();
        }
    }
}
