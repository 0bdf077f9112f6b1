using System.Buffers.Binary;

namespace Telehealth.Media.Peer;

/// <summary>Opus that no decoder would play (RFC 6716 section 3.1: only its first byte says anything), with redundancy (RFC 2198) where it was agreed on.</summary>
internal sealed class SoundSource(byte opusType, bool isRedundant)
{
    private const byte TwentyMs = 0x78;
    private const byte SixtyMs = 0x58;
    private const int UsualBytes = 80;
    private const int NarrowBytes = 120;
    private const int StepSamples = 960;

    private byte[] _earlier = [];
    private uint _earlierSamples;

    /// <summary>60 ms in a packet at 16 kbit/s instead of 20 ms at 32: what headers cost counts on a narrow link.</summary>
    public bool IsNarrow { get; set; }

    public uint Samples => (uint)(IsNarrow ? 3 * StepSamples : StepSamples);

    /// <summary>How many steps of 20 ms an Opus payload lasts, by its first byte.</summary>
    public static int Steps(ReadOnlySpan<byte> payload) => (payload[0] >> 3) switch
    {
        < 12 and var config => (config & 3) switch
        {
            2 => 2,
            3 => 3,
            _ => 1,
        },
        _ => 1,
    };

    /// <summary>Writes the next packet's payload and returns its length.</summary>
    public int Write(Span<byte> payload, long now)
    {
        var sound = new byte[IsNarrow ? NarrowBytes : UsualBytes];
        sound.AsSpan().Fill(IsNarrow ? SixtyMs : TwentyMs);
        BinaryPrimitives.WriteInt64BigEndian(sound.AsSpan(sound.Length - SyntheticVideo.StampBytes), now);
        var offset = isRedundant ? WriteEarlier(payload) : 0;
        sound.CopyTo(payload[offset..]);
        (_earlier, _earlierSamples) = (sound, Samples);
        return offset + sound.Length;
    }

    private int WriteEarlier(Span<byte> payload)
    {
        var offset = 0;
        if (_earlier.Length > 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(payload, ((0x80u | opusType) << 24) | (_earlierSamples << 10) | (uint)_earlier.Length);
            offset = 4;
        }

        payload[offset++] = opusType;
        _earlier.CopyTo(payload[offset..]);
        return offset + _earlier.Length;
    }
}
