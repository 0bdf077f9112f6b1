using System.Text;
using Telehealth.Media.Forwarding;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>A received m-line: what was offered on it and the track it became.</summary>
internal sealed record PublishedLine(OfferedLine Offered, UpTrack Track);

/// <summary>What the packets of one SSRC are.</summary>
internal readonly record struct UpStream(UpLayer Layer, bool IsRtx, byte PayloadType);

/// <summary>
/// Which SSRC of a publisher is which layer: named by its description or learnt from its packets. A layer has one stream and one of
/// retransmissions; a new one takes the place of the old. Only the room's loop touches this.
/// </summary>
internal sealed class PublishedStreams
{
    // Six tracks of three layers, each with retransmissions, and as many again for a server that allows more tracks.
    private const int MaxStreams = 72;

    private readonly Dictionary<uint, UpStream> _streams = [];
    private readonly List<PublishedLine> _lines = [];

    public IReadOnlyList<PublishedLine> Lines => _lines;

    /// <summary>By what numbers the packets carry their extensions.</summary>
    public ExtensionIds Ids { get; set; }

    public void Add(PublishedLine line)
    {
        _lines.Add(line);
        Describe(line);
    }

    public void Replace(PublishedLine old, PublishedLine line)
    {
        _lines[_lines.IndexOf(old)] = line;
        Describe(line);
    }

    public void Remove(PublishedLine line)
    {
        _lines.Remove(line);
        foreach (var layer in line.Track.Layers)
        {
            Forget(layer, isRtx: false);
            Forget(layer, isRtx: true);
        }
    }

    public bool TryFind(uint ssrc, out UpStream stream) => _streams.TryGetValue(ssrc, out stream);

    /// <summary>The stream of a packet, which says to which m-line and layer it belongs when its SSRC is new.</summary>
    public bool TryFind(ReadOnlySpan<byte> packet, in RtpHeader header, out UpStream stream) =>
        _streams.TryGetValue(header.Ssrc, out stream) || TryLearn(packet, header, out stream);

    public byte MediaPayloadType(UpTrack track)
    {
        for (var i = 0; i < _lines.Count; i++)
        {
            if (_lines[i].Track == track)
            {
                return _lines[i].Offered.Codec.PayloadType;
            }
        }

        return 0;
    }

    /// <summary>Takes the SSRCs that the description names; those of simulcast layers are learnt from their packets.</summary>
    private void Describe(PublishedLine line)
    {
        foreach (var one in line.Track.Layers)
        {
            one.CanAsk = line.Offered.HasNack;
            one.DependenciesId = VideoFormats.IsLayered(line.Offered.Video) ? Ids.Dependencies : (byte)0;
            one.SoundTypes = (line.Offered.Codec.PayloadType, line.Offered.Codec.RedPayloadType);
        }

        if (line.Track.Layers.Count > 1)
        {
            return;
        }

        var layer = line.Track.Layers[0];
        var (media, rtx) = line.Offered.Sources;
        if (media != 0)
        {
            if (media != layer.Ssrc)
            {
                // They repeated what is gone.
                Forget(layer, isRtx: true);
            }

            Take(media, new UpStream(layer, false, line.Offered.Codec.PayloadType));
        }

        if (rtx != 0)
        {
            Take(rtx, new UpStream(layer, true, line.Offered.Codec.RtxPayloadType));
        }
    }

    /// <summary>An SSRC that no description named: its first packets say which m-line and layer it is (RFC 8852, RFC 9143 9.2).</summary>
    private bool TryLearn(ReadOnlySpan<byte> packet, in RtpHeader header, out UpStream stream)
    {
        stream = default;
        var line = FindLine(header.FindExtension(packet, Ids.Mid), header.PayloadType);
        if (line is null)
        {
            return false;
        }

        var codec = line.Offered.Codec;
        var isRtx = codec.RtxPayloadType != 0 && header.PayloadType == codec.RtxPayloadType;
        if (!isRtx && !Carries(codec, header.PayloadType))
        {
            return false;
        }

        var rid = header.FindExtension(packet, isRtx ? Ids.RepairedRid : Ids.Rid);
        var layer = line.Track.Layers.Count == 1 ? line.Track.Layers[0] : line.Track.FindLayer(rid);
        if (layer is null || IsNamed(line, isRtx))
        {
            return false;
        }

        stream = new UpStream(layer, isRtx, isRtx ? header.PayloadType : codec.PayloadType);
        return Take(header.Ssrc, stream);
    }

    /// <summary>The description says which SSRC it is: another is what it was before, still on its way.</summary>
    private static bool IsNamed(PublishedLine line, bool isRtx) =>
        line.Track.Layers.Count == 1 && (isRtx ? line.Offered.Sources.Rtx : line.Offered.Sources.Media) != 0;

    private PublishedLine? FindLine(ReadOnlySpan<byte> mid, byte payloadType)
    {
        PublishedLine? only = null;
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i];
            if (mid.Length > 0)
            {
                if (Ascii.Equals(mid, line.Offered.Mid))
                {
                    return line;
                }
            }
            else if (Carries(line.Offered.Codec, payloadType))
            {
                if (only is not null)
                {
                    return null;
                }

                only = line;
            }
        }

        return only;
    }

    private static bool Carries(in CodecChoice codec, byte payloadType) =>
        payloadType == codec.PayloadType || (codec.RedPayloadType != 0 && payloadType == codec.RedPayloadType);

    /// <summary>A browser that names a new stream of a layer has ended the one before.</summary>
    private bool Take(uint ssrc, in UpStream stream)
    {
        Forget(stream.Layer, stream.IsRtx);
        if (_streams.Count >= MaxStreams)
        {
            return false;
        }

        _streams[ssrc] = stream;
        if (!stream.IsRtx)
        {
            stream.Layer.Bind(ssrc);
        }

        return true;
    }

    private void Forget(UpLayer layer, bool isRtx)
    {
        foreach (var (ssrc, stream) in _streams)
        {
            if (stream.IsRtx == isRtx && stream.Layer == layer)
            {
                _streams.Remove(ssrc);
            }
        }
    }
}
