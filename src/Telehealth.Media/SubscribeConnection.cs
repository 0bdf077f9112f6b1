using Telehealth.Media.Forwarding;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>The connection on which a client receives: we offer, one offer at a time. Only the room's loop touches this.</summary>
internal sealed class SubscribeConnection : ITransportOwner
{
    // The first tracks of a room come together within a few milliseconds; later changes come in bursts of clicks.
    private const long FirstOfferDelay = 10_000;
    private const long OfferDelay = 150_000;

    // Feedback on every packet of ten publishers takes a fifth of this.
    private const int MaxFeedbackKbps = 2000;

    private readonly MediaSite _site;
    private readonly Participant _owner;
    private readonly SubscribeLines _lines;
    private readonly Allowance _allowance = new(MaxFeedbackKbps);
    private Transport _transport;
    private ulong _sessionId = MediaSite.NewSessionId();
    private RemoteParameters? _remote;
    private int _version;
    private int _outstanding;
    private bool _dirty;
    private long _offerAt;

    public SubscribeConnection(MediaSite site, Participant owner)
    {
        (_site, _owner) = (site, owner);
        _transport = CreateTransport();
        Egress = new Egress((head, rest, urgency) => _transport.SendRtp(head, rest, mayYield: urgency != Urgency.Sound), site.Waiting);
        _lines = new SubscribeLines(Egress);
        Feedback = new SubscribeFeedback(this);
    }

    public Transport Transport => _transport;

    public Egress Egress { get; }

    public SubscribeFeedback Feedback { get; }

    public IReadOnlyList<SubscribeLine> Lines => _lines.All;

    public void Add(UpTrack track, string cname)
    {
        if (_lines.Add(track, cname))
        {
            OfferSoon();
        }
        else
        {
            _site.Log.NoLineLeft(_owner.Label, _lines.Waiting);
        }
    }

    public void Remove(UpTrack track)
    {
        if (_lines.Remove(track))
        {
            OfferSoon();
        }
    }

    /// <summary>The seat may receive nothing any more.</summary>
    public void RemoveAll()
    {
        if (_lines.RemoveAll())
        {
            OfferSoon();
        }
    }

    /// <summary>New ICE credentials, and an offer that tells them in place of any that still waits for its answer.</summary>
    public void Restart()
    {
        _transport.RestartIce();
        _outstanding = 0;
        _dirty = true;
        _offerAt = 0;
    }

    /// <summary>A new transport, and an offer that tells it, for a client whose peer connection is a new one: its DTLS can only begin anew.</summary>
    public void StartOver()
    {
        Egress.IsOpen = false;
        _transport.Close();
        _transport = CreateTransport();
        _sessionId = MediaSite.NewSessionId();
        _remote = null;
        _outstanding = 0;
        _dirty = true;
        _offerAt = 0;
    }

    public void Close()
    {
        _lines.RemoveAll();
        Egress.IsOpen = false;
        _transport.Close();
    }

    public void Tell(SeatEvent happened) => _owner.Push(happened);

    public void Tick(long nowMicros)
    {
        if (_dirty && _outstanding == 0 && nowMicros >= _offerAt)
        {
            Offer();
        }

        Egress.Tick(nowMicros);
        Feedback.Tick(nowMicros);
    }

    /// <returns>A refusal code or null.</returns>
    public string? Answer(int offerId, string sdp)
    {
        if (offerId != _outstanding || offerId == 0)
        {
            return null;
        }

        if (!SubscribeAnswer.TryRead(sdp, out var answer) || !Matches(answer))
        {
            return "media.bad_sdp";
        }

        if (_remote is not null
            && !string.Equals(_remote.Fingerprint, answer.Remote.Fingerprint, StringComparison.OrdinalIgnoreCase))
        {
            StartOver();
            return null;
        }

        if (_remote != answer.Remote && !_transport.SetRemote(answer.Remote))
        {
            return "media.bad_sdp";
        }

        _remote = answer.Remote;
        _outstanding = 0;

        Egress.Ids = Usable(answer.Extensions);
        for (var i = 0; i < answer.Lines.Count; i++)
        {
            var line = Lines[i];
            line.IsFree = line.Offered is null && line.Track is null;
            if (answer.Lines[i].Accepts && line.Track is not null && line.Track == line.Offered
                && (line.IsAudio || answer.Lines[i].Video == line.Track.Source.Codec))
            {
                line.Track.RedPayloadType = answer.Lines[i].Codec.RedPayloadType;
                line.Track.Accept(answer.Lines[i].Codec.PayloadType, answer.Lines[i].Codec.RtxPayloadType);
                line.Track.ChooseLayer(_site.Loop.NowMicros);
            }
        }

        if (_lines.PlaceWaiting())
        {
            OfferSoon();
        }

        return null;
    }

    public void OnConnected(Transport transport)
    {
        Egress.IsOpen = true;
        // The first pictures keep the pace already.
        Egress.Tick(_site.Loop.NowMicros);
        foreach (var line in Lines)
        {
            line.Track?.Resume();
            line.Track?.ChooseLayer(_site.Loop.NowMicros);
        }

        _owner.Connected();
    }

    public void OnClosed(Transport transport, TransportClose reason)
    {
        Egress.IsOpen = false;
        _owner.SubscribeClosed(reason);
    }

    public bool Admits(ReadOnlySpan<byte> packet, bool isRtcp, long arrivalMicros) =>
        _allowance.TryTake(packet.Length, arrivalMicros);

    public void OnRtp(Transport transport, Span<byte> packet, long arrivalMicros)
    {
        // Nobody may send here; what comes is dropped.
    }

    public void OnRtcp(Transport transport, Span<byte> packet, long arrivalMicros) =>
        Feedback.Receive(packet, arrivalMicros, _site.Loop.NowMicros);

    private void OfferSoon()
    {
        if (!_dirty)
        {
            _dirty = true;
            _offerAt = _site.Loop.NowMicros + (_version == 0 ? FirstOfferDelay : OfferDelay);
        }
    }

    private void Offer()
    {
        _dirty = false;
        var local = _site.Describe(_transport, _sessionId, ++_version);
        var lines = new List<SubscribeOfferLine>();
        var tracks = new List<SubscribedTrack>();
        foreach (var line in Lines)
        {
            line.Offered = line.Track;
            var stream = line.Track is { } track
                ? new OfferedStream(Token(track.Source.Seat.Value), track.Source.Id.Value, line.Cname, track.Ssrc, track.RtxSsrc)
                : null;
            lines.Add(new SubscribeOfferLine(line.Mid, line.IsAudio, stream, line.Track?.Source.Codec ?? default));
            if (line.Track?.Source is { } source)
            {
                tracks.Add(new SubscribedTrack(line.Mid, source.Seat, source.Id, source.Source));
            }
        }

        _outstanding = _owner.NextOfferId();
        _owner.Push(new SeatEvent.Offered(_outstanding, SubscribeOffer.Write(lines, local), tracks));
    }

    private Transport CreateTransport() =>
        _site.Loop.CreateTransport(new TransportSettings($"sub {_owner.Label}"), this);

    private bool Matches(SubscribeAnswer answer)
    {
        // Lines added since the offer went out stand behind those it named.
        var offered = answer.Lines.Count <= Lines.Count;
        for (var i = 0; offered && i < answer.Lines.Count; i++)
        {
            offered = answer.Lines[i].Mid.Length == 0 || answer.Lines[i].Mid == Lines[i].Mid;
        }

        return offered;
    }

    // We write the one-byte form only; a client cannot answer with other ids than ours unless it is probing us.
    private static ExtensionIds Usable(ExtensionIds ids) =>
        ids is { Mid: < 15, AbsSendTime: < 15, TransportCc: < 15, AudioLevel: < 15, Dependencies: < 15 } ? ids : default;

    // RFC 8830 2: token characters, at most 64.
    private static string Token(string id) => string.Concat(id.Take(64)
        .Select(character => char.IsAsciiLetterOrDigit(character) || character == '-' ? character : '_'));
}
