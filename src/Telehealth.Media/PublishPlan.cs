using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>What becomes of each m-line of a publish offer, by the seat's rights and the client's own words.</summary>
internal sealed class PublishPlan
{
    private readonly Dictionary<string, (OfferedLine Line, TrackIntent Intent)> _received = [];

    private PublishPlan()
    {
    }

    public string? Refusal { get; private set; }

    public List<LineVerdict> Verdicts { get; } = [];

    public IEnumerable<(OfferedLine Line, TrackIntent Intent)> Received => _received.Values;

    public static PublishPlan Make(PublishOffer offer, IReadOnlyList<TrackIntent>? intents, SeatRights rights, int maxTracks)
    {
        var plan = new PublishPlan();
        intents ??= [];
        if (intents.Count > SdpDocument.MaxOffered || intents.Any(intent => intent?.Mid is null || !Enum.IsDefined(intent.Source)))
        {
            plan.Refusal = "media.bad_sdp";
            return plan;
        }

        foreach (var line in offer.Lines)
        {
            plan.Judge(line, intents.FirstOrDefault(intent => intent.Mid == line.Mid), rights);
        }

        if (plan._received.Count > maxTracks)
        {
            plan.Refusal ??= "media.too_many_tracks";
        }

        return plan;
    }

    /// <summary>The same track goes on: same m-line, same source, same layers.</summary>
    public bool Continues(PublishedLine published) =>
        _received.TryGetValue(published.Track.Mid, out var now)
        && now.Intent.Source == published.Track.Source
        && now.Line.IsAudio == published.Track.IsAudio
        && now.Line.Video == published.Track.Codec
        && now.Line.Rids.SequenceEqual(published.Offered.Rids);

    private void Judge(OfferedLine line, TrackIntent? intent, SeatRights rights)
    {
        if (!line.IsUsable)
        {
            Verdicts.Add(LineVerdict.Rejected);
            return;
        }

        if (intent is null || !line.Media.Sends)
        {
            Verdicts.Add(LineVerdict.Inactive);
            return;
        }

        var fits = intent.Source switch
        {
            TrackSource.Microphone => line.IsAudio,
            TrackSource.Camera => !line.IsAudio,
            _ => true,
        };
        Refusal ??= !fits ? "media.bad_sdp" : !rights.Allows(intent.Source) ? "media.not_allowed" : null;
        Verdicts.Add(LineVerdict.Received);
        _received[line.Mid] = (line, intent);
    }
}
