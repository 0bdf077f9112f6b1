using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <content>What a receiver begins with from the cache: the last group of pictures, and what overtook a key frame.</content>
internal sealed partial class DownTrack
{
    /// <summary>What follows the key frame and came before it.</summary>
    private void SendOvertaken(UpLayer layer, in IncomingPacket key)
    {
        var count = SequenceNumbers.Distance(layer.NewestSequence, key.Header.Sequence);
        for (var i = 1; i <= count && layer == Current; i++)
        {
            var bytes = layer.Cache.Find((ushort)(key.Header.Sequence + i), key.Micros);
            if (RtpHeader.TryRead(bytes, out var header) && header.PayloadLength > 0
                && layer.TryDescribe(bytes, header, out var video))
            {
                Send(layer, new IncomingPacket(bytes, header, video, 127, key.Micros), header.Timestamp);
            }
        }
    }

    /// <summary>
    /// Begins with the last key frame and what came since, when that is small: a new one costs the publisher's link, and browsers
    /// keep several seconds between two. A lower layer will do when the wanted one is too large.
    /// </summary>
    private void Replay(UpLayer wanted, long nowMicros)
    {
        for (var i = wanted.Index; i >= 0; i--)
        {
            if (Source.Layers[i].LastPictures(nowMicros) is { Packets: > 0 } group && _egress.Takes(group.Packets, group.Bytes)
                && group.TryFind(nowMicros, out var run))
            {
                Replay(Source.Layers[i], run, nowMicros);
                return;
            }
        }
    }

    private void Replay(UpLayer layer, in PictureRun run, long nowMicros)
    {
        Follow(layer, run.LastTimestamp, nowMicros);
        var step = _clock.MakeRoom(run.LastTimestamp, run.Frames);
        var behind = (uint)run.Frames;
        var frame = 0u;
        for (var sequence = run.First; sequence != (ushort)(run.Last + 1) && layer == Current; sequence++)
        {
            var bytes = layer.Cache.Find(sequence, nowMicros);
            if (!RtpHeader.TryRead(bytes, out var header) || header.PayloadLength == 0
                || !layer.TryDescribe(bytes, header, out var video))
            {
                // Padding: what follows closes up.
                _sequence.Drop(sequence, closesGap: false);
                continue;
            }

            if (sequence == run.First)
            {
                _pictures.Switch(video);
            }

            behind -= behind == run.Frames || header.Timestamp != frame ? 1u : 0u;
            frame = header.Timestamp;
            Send(layer, new IncomingPacket(bytes, header, video, 127, nowMicros), run.LastTimestamp - (behind * step));
        }
    }
}
