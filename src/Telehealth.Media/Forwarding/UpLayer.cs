using Telehealth.Media.Bandwidth;
using Telehealth.Media.Rtcp;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>One incoming stream: a microphone, a screen, or one simulcast layer of a camera. Only the room's loop touches this.</summary>
internal sealed class UpLayer(UpTrack track, int index, string rid)
{
    // A layer that the browser switched off goes silent at once; slow frames of a poor camera come at least every 200 ms.
    private const long SilentMicros = 1_000_000;

    private readonly MissingPackets _missing = track.IsAudio ? MissingPackets.OfAudio() : MissingPackets.OfVideo();
    private readonly KeyFrameRequests _keyFrames = new();
    private long _lastMediaMicros;
    private bool _started;
    private LostSound? _lost;
    private SoundRepeater? _repeater;
    private PictureGroup? _pictures;

    public UpTrack Track { get; } = track;

    public int Index { get; } = index;

    public string Rid { get; } = rid;

    /// <summary>0 until its first packet.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>Changes when the publisher starts the stream anew.</summary>
    public int Generation { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    public ClockPoint Clock { get; private set; }

    /// <summary>What the publisher calls its sound without and with redundancy; 0 for what it does not send.</summary>
    public (byte Plain, byte Redundant) SoundTypes { get; set; }

    /// <summary>The publisher repeats what is missing: NACK was negotiated.</summary>
    public bool CanAsk { get; set; }

    public ReceiveStatistics Statistics { get; } = new(track.ClockRate);

    public PacketCache Cache { get; } = track.IsAudio ? PacketCache.ForAudio() : PacketCache.ForVideo();

    /// <summary>
    /// What somebody who comes now may begin with. A screen that stands still is what it shows; a camera that fell silent shows
    /// nothing any more, least of all to somebody who was not there.
    /// </summary>
    public PictureGroup? LastPictures(long nowMicros) => KeepsStill || IsActive(nowMicros) ? _pictures : null;

    public LayerRates Rates { get; } = new();

    public RateMeter Rate => Rates.Whole;

    /// <summary>How many spatial layers this one has within it.</summary>
    public int SpatialLayers => Dependencies is { IsEmpty: false } structure ? structure.MaxSpatial + 1 : 1;

    /// <summary>The highest sequence number that has come; meaningful once it is active.</summary>
    public ushort NewestSequence { get; private set; }

    /// <summary>Since when it has come without a break.</summary>
    public long ActiveSinceMicros { get; private set; }

    public bool IsActive(long nowMicros) => _lastMediaMicros != 0 && nowMicros - _lastMediaMicros < SilentMicros;

    public void Bind(uint ssrc)
    {
        if (Ssrc == ssrc)
        {
            return;
        }

        Ssrc = ssrc;
        Generation++;
        _started = false;
        Clock = default;
        Dependencies?.Clear();
        Statistics.Reset();
        Cache.Clear();
        _pictures ??= Track.IsAudio ? null : new PictureGroup(Cache);
        _pictures?.Forget();
        _missing.Reset();
    }

    /// <summary>What came until now must not reach anybody who hears or sees from now on.</summary>
    public void Forget()
    {
        Cache.Clear();
        _pictures?.Forget();
    }

    /// <param name="arrivalMicros">When the kernel had it: what the publisher's link is judged by.</param>
    /// <param name="nowMicros">When it goes on to its receivers.</param>
    /// <param name="repeated">It came as a retransmission, so it says nothing about loss and jitter.</param>
    public void Receive(
        ReadOnlySpan<byte> bytes, in RtpHeader header, byte audioLevel, long arrivalMicros, long nowMicros, bool repeated)
    {
        if (!repeated)
        {
            Statistics.Receive(header.Sequence, header.Timestamp, arrivalMicros);
            Rate.Add(bytes.Length, nowMicros);
        }

        if (!_missing.Receive(header.Sequence, nowMicros, repeated))
        {
            RequestKeyFrame();
        }

        if (!Cache.TryAdd(header.Sequence, bytes, nowMicros))
        {
            return;
        }

        var video = default(VideoPacket);
        var soundOffset = 0;
        if (header.PayloadLength > 0)
        {
            var payload = bytes.Slice(header.PayloadOffset, header.PayloadLength);
            if (Track.IsAudio ? !TryReadSound(payload, header, audioLevel, nowMicros, out soundOffset)
                : !TryDescribe(bytes, header, out video))
            {
                // Without a structure nothing can be told of any picture.
                if (Dependencies is { IsEmpty: true })
                {
                    RequestKeyFrame();
                }

                return;
            }

            if (!IsActive(nowMicros))
            {
                Begin(nowMicros);
            }

            _lastMediaMicros = nowMicros;
            NewestSequence = !repeated && IsNewest(header.Sequence) ? header.Sequence : NewestSequence;
            if (!Track.IsAudio)
            {
                Rates.Note(video, Dependencies, bytes.Length, nowMicros);
                NoteKeyFrame(video);
            }
        }

        if (!Track.Muted)
        {
            _pictures?.Note(header.Sequence, bytes.Length, video, nowMicros);
        }

        Track.Forward(this, new IncomingPacket(bytes, header, video, audioLevel, nowMicros, soundOffset));
    }

    public void Receive(in SenderReport report, long micros)
    {
        var first = !Clock.IsKnown;
        Clock = new ClockPoint(report.Ntp, report.RtpTimestamp, micros);
        for (var i = 0; first && i < Track.Receivers.Count; i++)
        {
            // Until its first report a browser plays sound and picture unaligned.
            Track.Receivers[i].ReportDue = true;
        }
    }

    /// <summary>Where the publisher's packets carry a dependency descriptor; 0 for nowhere.</summary>
    public byte DependenciesId
    {
        get;
        set
        {
            field = Track.IsAudio ? (byte)0 : value;
            Dependencies = field == 0 ? null : Dependencies ?? new DependencyStructure();
        }
    }

    /// <summary>What the layers within this one refer to; nothing where the publisher does not say.</summary>
    public DependencyStructure? Dependencies { get; private set; }

    public ReadOnlySpan<byte> FindDependencies(ReadOnlySpan<byte> bytes, in RtpHeader header) =>
        header.FindExtension(bytes, DependenciesId);

    /// <summary>Reads a packet that has just come, or one of the last group of pictures.</summary>
    public bool TryDescribe(ReadOnlySpan<byte> bytes, in RtpHeader header, out VideoPacket video)
    {
        var descriptor = FindDependencies(bytes, header);
        return Dependencies is null || descriptor.IsEmpty
            ? VideoPacket.TryRead(Track.Codec, bytes.Slice(header.PayloadOffset, header.PayloadLength), out video)
            : VideoPacket.TryRead(Track.Codec, descriptor, Dependencies, out video);
    }

    /// <summary>Asks for a key frame with the next tick; asked again every second until one comes.</summary>
    public void RequestKeyFrame()
    {
        if (!Track.IsAudio)
        {
            _keyFrames.Want();
        }
    }

    /// <summary>True when a picture loss indication must go out now.</summary>
    public bool TakePictureLoss(long nowMicros) => Ssrc != 0 && _keyFrames.TryTake(nowMicros);

    /// <summary>The sequence numbers to ask the publisher for now.</summary>
    /// <param name="roundTripMicros">How long its answer takes, as far as others know.</param>
    public int CollectMissing(long nowMicros, long roundTripMicros, Span<ushort> due)
    {
        // Without NACK the gaps still grow old here.
        var count = _missing.Collect(nowMicros, roundTripMicros, CanAsk ? due : default);
        if (_missing.TakeGivenUp() && CanAsk && !Track.IsAudio)
        {
            RequestKeyFrame();
        }

        return count;
    }

    /// <summary>The packet's sound with so many earlier blocks beside it; empty when there are none to give.</summary>
    public ReadOnlySpan<byte> PackSound(in IncomingPacket packet, int earlier) =>
        earlier == 0 ? default : (_repeater ??= new SoundRepeater(Cache)).Pack(packet, SoundTypes, earlier);

    /// <summary>Finds the newest sound, and gives to all receivers what the packet repeats of lost ones, oldest first.</summary>
    private bool TryReadSound(
        ReadOnlySpan<byte> payload, in RtpHeader header, byte audioLevel, long nowMicros, out int soundOffset)
    {
        soundOffset = 0;
        if (SoundTypes.Redundant == 0 || header.PayloadType != SoundTypes.Redundant)
        {
            return true;
        }

        if (!RedPacket.TryRead(payload, SoundTypes.Plain, out var red))
        {
            return false;
        }

        soundOffset = red.PrimaryOffset;
        for (var distance = red.Redundant; distance > 0; distance--)
        {
            var sequence = (ushort)(header.Sequence - distance);
            var sound = red.Earlier(distance, out var age);
            if (!sound.IsEmpty && _missing.Contains(sequence))
            {
                _lost ??= new LostSound();
                var lost = _lost.Restore(sound, SoundTypes.Plain, sequence, header.Timestamp - age, Ssrc);
                if (RtpHeader.TryRead(lost, out var lostHeader))
                {
                    Receive(lost, lostHeader, audioLevel, nowMicros, nowMicros, repeated: true);
                }
            }
        }

        return true;
    }

    private bool KeepsStill => Track.Source == TrackSource.Screen;

    /// <summary>It comes for the first time, or after a silence.</summary>
    private void Begin(long nowMicros)
    {
        ActiveSinceMicros = nowMicros;
        if (!KeepsStill)
        {
            _pictures?.Forget();
        }
    }

    private bool IsNewest(ushort sequence)
    {
        var isNewest = !_started || SequenceNumbers.Distance(sequence, NewestSequence) > 0;
        _started = true;
        return isNewest;
    }

    private void NoteKeyFrame(in VideoPacket video)
    {
        if (!video.IsKeyFrame)
        {
            return;
        }

        _keyFrames.Answered();
        if (video.Width > 0)
        {
            (Width, Height) = (video.Width, video.Height);
        }
    }
}
