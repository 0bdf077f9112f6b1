using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Telehealth.Media.Forwarding;
using Telehealth.Media.Ice;
using Telehealth.Media.Rtp;
using Telehealth.Media.Sdp;

namespace Telehealth.Media;

/// <summary>What every room of this server stands on: its loop, its addresses, its limits.</summary>
internal sealed record MediaSite(MediaLoop Loop, MediaOptions Options, IReadOnlyList<string> Addresses, MediaMeters Meters, ILogger Log)
{
    /// <summary>Memory for packets that wait for a narrow link.</summary>
    public PacketBlocks Waiting { get; } = new();

    public IReadOnlyList<VideoCodec> VideoCodecs { get; } = VideoFormats.Parse(Options.VideoCodecs);

    public LocalDescription Describe(Transport transport, ulong sessionId, int version) => new(
        sessionId, version, transport.Ufrag, transport.Password, transport.DtlsFingerprint, Addresses, Loop.LocalEndPoint.Port, Loop.TcpPort ?? 0);

    /// <summary>Below 2^62, as RFC 9429 5.2.1 asks.</summary>
    public static ulong NewSessionId() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) >> 2;

    /// <summary>Never 0, which means "none" with us.</summary>
    public static uint NewSsrc() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
