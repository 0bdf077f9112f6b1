using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Peer;

/// <summary>What a peer received of one SSRC, and what of it a decoder would complain about.</summary>
internal sealed class ReceivedStream(uint ssrc, bool isVideo)
{
    private const int MostMissing = 2_000;

    private readonly SortedDictionary<long, (long NextAt, int Tries, long AskedAt)> _missing = [];
    private long _first = -1;
    private long _highest = -1;
    private int _lastPictureId = -1;
    private uint _lastTimestamp;
    private long _lostAtReport;
    private long _expectedAtReport;
    private uint _firstTimestamp;
    private long _lastSound = -1;
    private long _lastStep;
    private int _lastSteps;

    // libwebrtc's guess before it knows.
    private long _roundTrip = 100_000;

    public uint Ssrc => ssrc;

    public bool IsVideo => isVideo;

    public byte PayloadType { get; private set; }

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    public long KeyFrames { get; private set; }

    public long Frames { get; private set; }

    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>Retransmissions that filled a gap.</summary>
    public long Recovered { get; private set; }

    /// <summary>Sequence numbers that never came.</summary>
    public long Lost => _missing.Count + _givenUp;

    /// <summary>Frames whose PictureID does not follow the one before: a decoder would ask for a key frame.</summary>
    public long PictureIdJumps { get; private set; }

    /// <summary>Timestamps that ran backwards in sequence order.</summary>
    public long TimestampsBack { get; private set; }

    /// <summary>The number of redundant sound on this m-line; 0 without.</summary>
    public byte RedPayloadType { get; init; }

    public byte OpusPayloadType { get; init; }

    /// <summary>What a listener hears.</summary>
    public AudioPlayout Playout { get; } = new();

    /// <summary>What a viewer sees.</summary>
    public FrameDecoding Decoding { get; } = new();

    public long SenderReports { get; set; }

    public ulong LastReportNtp { get; set; }

    public long LastReportAt { get; set; }

    public uint HighestSequence => (uint)_highest;

    /// <summary>Microseconds from the sender's stamp to here, of the packet that came last.</summary>
    public long LastDelayMicros { get; private set; }

    private long _givenUp;

    /// <summary>Takes a packet in its original form, retransmitted or not; false for one that was there already.</summary>
    public bool Take(ReadOnlySpan<byte> packet, in RtpHeader header, long now, bool isRepeat)
    {
        var number = _highest < 0 ? 0x10000L + header.Sequence : SequenceNumbers.Unwrap(header.Sequence, _highest);
        var isNew = _highest < 0 || number > _highest;
        if (_highest < 0)
        {
            _first = number;
        }
        else if (isNew)
        {
            NoteGap(number, now);
        }
        else if (!_missing.Remove(number, out var missing))
        {
            return false;
        }
        else if (isRepeat)
        {
            Recovered++;
            // Of one asked for several times it would be unknown which answer this is.
            _roundTrip = missing.Tries == 1 ? ((_roundTrip * 3) + now - missing.AskedAt) / 4 : _roundTrip;
        }

        PayloadType = header.PayloadType;
        Packets++;
        Bytes += packet.Length;
        var payload = packet.Slice(header.PayloadOffset, header.PayloadLength);
        if (payload.Length >= SyntheticVideo.StampBytes)
        {
            LastDelayMicros = now - BinaryPrimitives.ReadInt64BigEndian(payload[^SyntheticVideo.StampBytes..]);
        }

        if (isNew)
        {
            TimestampsBack += _highest >= 0 && (int)(header.Timestamp - _lastTimestamp) < 0 ? 1 : 0;
            _lastTimestamp = header.Timestamp;
            _highest = number;
        }

        if (isVideo)
        {
            TakeVideo(payload, number, header.Marker, isNew, now);
        }
        else if (payload.Length > 0)
        {
            TakeSound(payload, header, number, isNew, now);
        }

        return true;
    }

    /// <summary>The sequence numbers to ask for again now.</summary>
    public int CollectMissing(long now, Span<ushort> into)
    {
        const int MostTries = 10;
        var count = 0;
        foreach (var (number, (nextAt, tries, _)) in _missing.ToArray())
        {
            if (tries == MostTries || number < _highest - MostMissing)
            {
                _missing.Remove(number);
                _givenUp++;
                Decoding.GiveUp();
            }
            else if (nextAt <= now && count < into.Length)
            {
                into[count++] = (ushort)number;
                _missing[number] = (now + Math.Max(50_000, _roundTrip), tries + 1, now);
            }
        }

        return count;
    }

    /// <summary>Lost and expected since the last call, for receiver reports.</summary>
    public (int FractionLost, int CumulativeLost) Report()
    {
        var expected = _highest - _first + 1;
        var lost = expected - Packets + Recovered;
        var interval = Math.Max(expected - _expectedAtReport, 1);
        var fraction = Math.Clamp((lost - _lostAtReport) * 256 / interval, 0, 255);
        (_expectedAtReport, _lostAtReport) = (expected, lost);
        return ((int)fraction, (int)lost);
    }

    private void NoteGap(long number, long now)
    {
        for (var missing = Math.Max(_highest + 1, number - MostMissing); missing < number; missing++)
        {
            _missing[missing] = (now + 10_000, 0, now);
        }

        _givenUp += Math.Max(0, number - MostMissing - _highest - 1);
    }

    private void TakeSound(ReadOnlySpan<byte> payload, in RtpHeader header, long number, bool isNew, long now)
    {
        Playout.Play(now);
        _firstTimestamp = Packets == 1 ? header.Timestamp : _firstTimestamp;
        var step = StepOf(header.Timestamp);
        var sound = payload;
        if (header.PayloadType == RedPayloadType && RedPayloadType != 0)
        {
            if (!RedPacket.TryRead(payload, OpusPayloadType, out var red))
            {
                return;
            }

            for (var distance = red.Redundant; distance > 0; distance--)
            {
                var earlier = red.Earlier(distance, out var age);
                if (earlier.Length > 0)
                {
                    Playout.Take(StepOf(header.Timestamp - age), SoundSource.Steps(earlier), now);
                }
            }

            sound = red.Primary;
        }

        if (isNew && number == _lastSound + 1 && step > _lastStep + _lastSteps)
        {
            Playout.TakeSilence(_lastStep + _lastSteps, step);
        }

        Playout.Take(step, SoundSource.Steps(sound), now);
        if (isNew)
        {
            (_lastSound, _lastStep, _lastSteps) = (number, step, SoundSource.Steps(sound));
        }
    }

    // Far from zero: redundancy may speak of sound before the first packet.
    private long StepOf(uint timestamp) => 1_000_000 + ((int)(timestamp - _firstTimestamp) / AudioPlayout.StepSamples);

    private void TakeVideo(ReadOnlySpan<byte> payload, long number, bool marker, bool isNew, long now)
    {
        var isPadding = !Vp8Descriptor.TryRead(payload, out var descriptor);
        Decoding.Take(
            number, descriptor.StartsFrame, marker, descriptor.StartsFrame && descriptor.IsKeyFrame, isPadding, descriptor.Height, now);
        if (isPadding || !isNew || !descriptor.StartsFrame)
        {
            return;
        }

        Frames++;
        if (_lastPictureId >= 0 && descriptor.PictureId != ((_lastPictureId + 1) & 0x7FFF) && _missing.Count == 0)
        {
            PictureIdJumps++;
        }

        _lastPictureId = descriptor.PictureId;
        if (descriptor.IsKeyFrame)
        {
            KeyFrames++;
            (Width, Height) = (descriptor.Width, descriptor.Height);
        }
    }
}
