using Telehealth.Media.Srtp;

namespace Telehealth.Media.Ice;

/// <summary>What a transport has carried and dropped. Written on the loop's thread; readable anywhere.</summary>
internal sealed class TransportCounters
{
    public long RtpPacketsReceived { get; set; }

    public long RtpBytesReceived { get; set; }

    public long RtcpPacketsReceived { get; set; }

    public long RtpPacketsSent { get; set; }

    public long RtpBytesSent { get; set; }

    public long RtcpPacketsSent { get; set; }

    /// <summary>Packets whose authentication tag was wrong.</summary>
    public long DroppedUnauthenticated { get; set; }

    /// <summary>Genuine packets seen before, or older than the replay window.</summary>
    public long DroppedReplayed { get; set; }

    /// <summary>Packets that are too short, too long, of a further SSRC than allowed, or came before the keys.</summary>
    public long DroppedMalformed { get; set; }

    /// <summary>Genuine packets beyond what the peer may send.</summary>
    public long DroppedPoliced { get; set; }

    /// <summary>
    /// Packets that had no address to go to, or would have used an SRTP index twice. What the kernel did not take, the port counts.
    /// </summary>
    public long DroppedOutgoing { get; set; }

    internal void CountReceived(bool isRtcp, int length)
    {
        if (isRtcp)
        {
            RtcpPacketsReceived++;
            return;
        }

        RtpPacketsReceived++;
        RtpBytesReceived += length;
    }

    /// <summary>Always true: what is counted has been sent.</summary>
    internal bool CountSent(bool isRtcp, int length)
    {
        RtcpPacketsSent += isRtcp ? 1 : 0;
        RtpPacketsSent += isRtcp ? 0 : 1;
        RtpBytesSent += isRtcp ? 0 : length;
        return true;
    }

    /// <summary>Counts a packet that was not accepted.</summary>
    internal void Drop(SrtpOutcome outcome)
    {
        switch (outcome)
        {
            case SrtpOutcome.Unauthenticated:
                DroppedUnauthenticated++;
                break;
            case SrtpOutcome.Replayed:
                DroppedReplayed++;
                break;
            default:
                DroppedMalformed++;
                break;
        }
    }
}
