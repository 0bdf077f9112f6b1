using Telehealth.Media.Rtp;

namespace Telehealth.Media.Forwarding;

/// <summary>One media packet from a publisher, read once for all its receivers. Valid during the call only.</summary>
internal readonly ref struct IncomingPacket(
    ReadOnlySpan<byte> bytes, in RtpHeader header, in VideoPacket video, byte audioLevel, long micros, int soundOffset = 0)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public RtpHeader Header { get; } = header;

    /// <summary>Empty for sound.</summary>
    public VideoPacket Video { get; } = video;

    /// <summary>The voice bit and level of RFC 6464; 127 is silence.</summary>
    public byte AudioLevel { get; } = audioLevel;

    /// <summary>When it is forwarded; receivers must not take our own delay for their network's.</summary>
    public long Micros { get; } = micros;

    /// <summary>Sound with redundancy (RFC 2198).</summary>
    public bool IsRedundant => soundOffset > 0;

    /// <summary>The payload without redundancy.</summary>
    public ReadOnlySpan<byte> Sound => Payload[soundOffset..];

    public ReadOnlySpan<byte> Payload => Bytes.Slice(Header.PayloadOffset, Header.PayloadLength);
}
