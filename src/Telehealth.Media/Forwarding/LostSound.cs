using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>Makes packets again of the earlier sound that a later packet repeats (RFC 2198). Only the room's loop touches this.</summary>
internal sealed class LostSound
{
    private readonly byte[] _buffer = new byte[RtpHeader.FixedLength + RedPacket.LongestEarlier];

    /// <summary>The packet as it would have come by itself; valid until the next.</summary>
    /// <param name="plainType">Under which its publisher sends sound without redundancy.</param>
    /// <param name="sequence">Of the lost packet.</param>
    /// <param name="timestamp">Of the lost packet.</param>
    public ReadOnlySpan<byte> Restore(ReadOnlySpan<byte> sound, byte plainType, ushort sequence, uint timestamp, uint ssrc)
    {
        var length = new RtpHeaderWriter(_buffer, plainType, false, sequence, timestamp, ssrc).Finish();
        sound.CopyTo(_buffer.AsSpan(length));
        return _buffer.AsSpan(0, length + sound.Length);
    }
}
