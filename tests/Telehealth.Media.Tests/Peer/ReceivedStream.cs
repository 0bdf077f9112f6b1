using System.Buffers.Binary;
using Telehealth.Media.Rtp;

namespace Telehealth.Media.Peer;

/// <summary>What a peer received of one SSRC, and what of it a decoder would complain about.</summary>
internal sealed class ReceivedStream(uint ssrc, bool isVideo)
{
    private const int MostMissing = 2_000;

    private readonly SortedDictionary<long, (long NextAt, int Tries)> _missing = [];
    private long _first = -1;
    private long _highest = -1;
    private int _lastPictureId = -1;
    private uint _lastTimestamp;
    private long _lostAtReport;
    private long _expectedAtReport;

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
        else if (!_missing.Remove(number))
        {
            return false;
        }
        else if (isRepeat)
        {
            Recovered++;
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

        if (isVideo && isNew)
        {
            TakeVideo(payload);
        }

        return true;
    }

    /// <summary>The sequence numbers to ask for again now.</summary>
    public int CollectMissing(long now, Span<ushort> into)
    {
        const long RetryMicros = 50_000;
        const int MostTries = 10;
        var count = 0;
        foreach (var (number, (nextAt, tries)) in _missing.ToArray())
        {
            if (tries == MostTries || number < _highest - MostMissing)
            {
                _missing.Remove(number);
                _givenUp++;
            }
            else if (nextAt <= now && count < into.Length)
            {
                into[count++] = (ushort)number;
                _missing[number] = (now + RetryMicros, tries + 1);
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
            _missing[missing] = (now + 10_000, 0);
        }

        _givenUp += Math.Max(0, number - MostMissing - _highest - 1);
    }

    private void TakeVideo(ReadOnlySpan<byte> payload)
    {
        if (!Vp8Descriptor.TryRead(payload, out var descriptor) || !descriptor.StartsFrame)
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
