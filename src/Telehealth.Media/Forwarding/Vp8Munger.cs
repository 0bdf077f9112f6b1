using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>What a receiver is told in place of a packet's own VP8 numbers.</summary>
internal readonly record struct Vp8Numbers(ushort PictureId, byte Tl0, byte KeyIdx);

/// <summary>Keeps picture id, TL0PICIDX and KEYIDX (RFC 7741 4.2) continuous for one receiver across layers. Only the room's loop touches this.</summary>
internal sealed class Vp8Munger
{
    private int _pictureOffset;
    private int _tl0Offset;
    private int _keyOffset;
    private int _lastPicture = -1;
    private byte _lastTl0;
    private byte _lastKey;
    private int _source;
    private bool _started;

    /// <summary>The given key frame becomes the picture after the last one sent.</summary>
    public void Switch(in Vp8Descriptor first)
    {
        _source = first.PictureId;
        if (!_started)
        {
            return;
        }

        _pictureOffset = _lastPicture + 1 - first.PictureId;
        _tl0Offset = _lastTl0 + 1 - first.Tl0;
        _keyOffset = _lastKey + 1 - first.KeyIdx;
    }

    public Vp8Numbers Map(in Vp8Descriptor packet)
    {
        var unwrapped = Unwrap(packet);
        var numbers = new Vp8Numbers(
            (ushort)((unwrapped + _pictureOffset) & 0x7FFF),
            (byte)(packet.Tl0 + _tl0Offset),
            (byte)((packet.KeyIdx + _keyOffset) & 0x1F));
        if (!_started || ((numbers.PictureId - _lastPicture) & 0x7FFF) < 0x4000)
        {
            _started = true;
            _source = unwrapped;
            _lastPicture = numbers.PictureId;
            _lastTl0 = numbers.Tl0;
            _lastKey = numbers.KeyIdx;
        }

        return numbers;
    }

    // A 7-bit source wraps at 128 while what we send wraps at 32,768.
    private int Unwrap(in Vp8Descriptor packet)
    {
        var modulus = packet.LongPictureId ? 0x8000 : 0x80;
        var difference = (packet.PictureId - _source) & (modulus - 1);
        return _source + (difference < modulus / 2 ? difference : difference - modulus);
    }
}
