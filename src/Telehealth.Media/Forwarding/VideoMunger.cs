using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>
/// Gives one receiver an unbroken count of pictures in whatever way the track's codec counts, while its source changes and while
/// the upper temporal layers (RFC 7741 4.2) are left out. Only the room's loop touches this.
/// </summary>
internal sealed class VideoMunger
{
    private const int FarAhead = 64;

    private readonly PictureMunger _pictures = new();
    private readonly DecodeTarget _layers = new();
    private int _tl0Offset;
    private int _keyOffset;
    private byte _lastTl0;
    private byte _lastKey;
    private bool _sentAny;
    private int _temporal;
    private bool _newestLeftOut;
    private ushort _numberOffset;
    private ushort _lastNumber;

    /// <summary>The spatial layer that is sent of a stream with several in one; -1 before the first key frame.</summary>
    public int Spatial => _layers.Spatial;

    /// <summary>What is missing before the last packet asked about belongs to a picture that is left out.</summary>
    public bool ClosesGap { get; private set; }

    /// <summary>The given key frame follows what was sent before.</summary>
    public void Switch(in VideoPacket first)
    {
        _pictures.Restart();
        _layers.Restart();
        _numberOffset = _sentAny ? (ushort)(_lastNumber + 1 - first.Dependencies.Number) : (ushort)0;
        _newestLeftOut = false;
        _tl0Offset = _sentAny ? _lastTl0 + 1 - first.Vp8.Tl0 : 0;
        _keyOffset = _sentAny ? _lastKey + 1 - first.Vp8.KeyIdx : 0;
    }

    /// <summary>The receiver's numbers for a packet; false when its picture is left out or long gone.</summary>
    /// <param name="isNewest">It follows all packets before it.</param>
    /// <param name="maxTemporal">The highest temporal layer to send; followed where the stream allows it.</param>
    /// <param name="maxSpatial">The highest spatial layer to send, likewise.</param>
    /// <param name="structure">Of a stream with dependency descriptors.</param>
    public bool TryMap(
        in VideoPacket packet,
        DependencyStructure? structure,
        bool isNewest,
        int maxSpatial,
        int maxTemporal,
        out VideoNumbers numbers)
    {
        numbers = default;
        ClosesGap = false;
        if (packet.HasDependencies && structure is not null)
        {
            return TryMapLayers(packet, structure, isNewest, maxSpatial, maxTemporal, out numbers);
        }

        if (packet.PictureModulus == 0)
        {
            return true;
        }

        if (packet.IsKeyFrame && isNewest && IsFar(packet))
        {
            Switch(packet);
        }

        var ahead = _pictures.IsRunning ? _pictures.Ahead(packet.Picture, packet.PictureModulus) : 1;
        ClosesGap = isNewest && _newestLeftOut && (ahead == 0 || (ahead == 1 && packet.StartsFrame));
        var wanted = ahead <= 0 || IsWanted(packet, maxTemporal);
        var maps = _pictures.TryMap(packet.Picture, packet.PictureModulus, wanted, out var picture);
        if (ahead >= 0)
        {
            _newestLeftOut = !maps;
        }

        numbers = new VideoNumbers(
            (ushort)picture, (byte)(packet.Vp8.Tl0 + _tl0Offset), (byte)((packet.Vp8.KeyIdx + _keyOffset) & 0x1F));
        if (maps)
        {
            Remember(numbers);
        }

        return maps;
    }

    // Picture numbers keep their gaps: descriptors refer to earlier pictures by counting.
    private bool TryMapLayers(
        in VideoPacket packet, DependencyStructure structure, bool isNewest, int maxSpatial, int maxTemporal, out VideoNumbers numbers)
    {
        var frame = packet.Dependencies;
        if (packet.IsKeyFrame && isNewest && _layers.Ahead(frame.Number) is < 0 or > FarAhead)
        {
            Switch(packet);
        }

        var ahead = _layers.Ahead(frame.Number);
        ClosesGap = isNewest && _newestLeftOut && (ahead == 0 || (ahead == 1 && frame.Starts));
        var maps = _layers.IsWanted(frame, structure, maxSpatial, maxTemporal);
        if (ahead >= 0)
        {
            _newestLeftOut = !maps;
        }

        var number = (ushort)(frame.Number + _numberOffset);
        if (maps && (!_sentAny || SequenceNumbers.Distance(number, _lastNumber) > 0))
        {
            (_lastNumber, _sentAny) = (number, true);
        }

        numbers = new VideoNumbers(number, 0, 0, frame.Ends && frame.Spatial == _layers.Spatial);
        return maps;
    }

    /// <summary>Writes the start of the payload that carries the receiver's numbers; returns its length, 0 where there is none.</summary>
    public static int WriteNumbers(Span<byte> buffer, in VideoPacket packet, in VideoNumbers numbers) =>
        packet.Codec == VideoCodec.Vp8 ? packet.Vp8.Write(buffer, (ushort)(numbers.Picture & 0x7FFF), numbers.Tl0, numbers.KeyIdx) : 0;

    /// <summary>What of the payload is the same for all receivers.</summary>
    public static ReadOnlySpan<byte> Shared(ReadOnlySpan<byte> payload, in VideoPacket packet) =>
        packet.Codec == VideoCodec.Vp8 ? payload[packet.Vp8.Length..] : payload;

    // What comes late may be the newest of its kind all the same, when what overtook it was left out.
    private void Remember(in VideoNumbers numbers)
    {
        if (!_sentAny || (sbyte)(numbers.Tl0 - _lastTl0) > 0)
        {
            _lastTl0 = numbers.Tl0;
        }

        if (!_sentAny || ((numbers.KeyIdx - _lastKey) & 0x1F) < 0x10)
        {
            _lastKey = numbers.KeyIdx;
        }

        _sentAny = true;
    }

    // An encoder that began anew counts from anywhere.
    private bool IsFar(in VideoPacket packet) =>
        _pictures.IsRunning && _pictures.Ahead(packet.Picture, packet.PictureModulus) is < 0 or > FarAhead;

    // Going down is safe at any picture, because lower layers never refer to higher ones. Going up takes a picture that refers
    // to the base layer only, one step at a time: the layers between must be complete too.
    private bool IsWanted(in VideoPacket packet, int maxTemporal)
    {
        if (packet.IsKeyFrame)
        {
            _temporal = maxTemporal;
        }
        else if (_temporal > maxTemporal)
        {
            _temporal = maxTemporal;
        }
        else if (packet.Temporal <= maxTemporal && packet.Temporal == _temporal + 1 && packet.TemporalSync)
        {
            _temporal = packet.Temporal;
        }

        return packet.Temporal <= _temporal;
    }
}
