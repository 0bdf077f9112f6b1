using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Packets that, sent in order, build a picture up to now.</summary>
/// <param name="LastTimestamp">Of the newest frame, which may still be on its way.</param>
internal readonly record struct PictureRun(ushort First, ushort Last, int Frames, uint LastTimestamp);

/// <summary>
/// The last key frame of a layer and what came since: as long as it is small, a new receiver can have it from the cache instead of
/// making the publisher send another. Only the room's loop touches this.
/// </summary>
internal sealed class PictureGroup(PacketCache cache)
{
    /// <summary>Three seconds of a megabit: more takes longer to send than a new key frame.</summary>
    public const int MaxBytes = 384 * 1024;

    private const int MaxPackets = 800;

    // Packets of the key frame may have overtaken its first.
    private const long Overtaking = 100_000;

    private bool _known;
    private ushort _first;
    private ushort _last;

    /// <summary>0 when there is nothing to begin with.</summary>
    public int Packets => _known ? (ushort)(_last - _first) + 1 : 0;

    public int Bytes { get; private set; }

    /// <summary>Notes a packet, whatever it carries.</summary>
    public void Note(ushort sequence, int length, in VideoPacket video, long nowMicros)
    {
        if (video.IsKeyFrame && (!_known || SequenceNumbers.Distance(sequence, _first) > 0))
        {
            _last = _known && SequenceNumbers.Distance(_last, sequence) > 0 ? _last : sequence;
            _first = sequence;
            Bytes = 0;
            _known = true;
            cache.HoldFrom = nowMicros - Overtaking;
        }

        if (!_known || SequenceNumbers.Distance(sequence, _first) < 0)
        {
            return;
        }

        _last = SequenceNumbers.Distance(sequence, _last) > 0 ? sequence : _last;
        Bytes += length;
        if (Bytes > MaxBytes || SequenceNumbers.Distance(_last, _first) >= MaxPackets)
        {
            Forget();
        }
    }

    /// <summary>What was sent before must not be shown to anybody who comes now.</summary>
    public void Forget()
    {
        _known = false;
        cache.HoldFrom = long.MaxValue;
    }

    /// <summary>The run from the key frame to the newest packet; false when a packet is missing.</summary>
    public bool TryFind(long nowMicros, out PictureRun run)
    {
        run = default;
        if (!_known)
        {
            return false;
        }

        var frames = 0;
        var timestamp = 0u;
        for (var sequence = _first; sequence != (ushort)(_last + 1); sequence++)
        {
            if (!RtpHeader.TryRead(cache.Find(sequence, nowMicros), out var header))
            {
                return false;
            }

            if (header.PayloadLength > 0 && (frames == 0 || header.Timestamp != timestamp))
            {
                frames++;
                timestamp = header.Timestamp;
            }
        }

        run = new PictureRun(_first, _last, frames, timestamp);
        return true;
    }
}
