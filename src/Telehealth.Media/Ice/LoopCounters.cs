using Telehealth.Media.Net;

namespace Telehealth.Media.Ice;

/// <summary>What the media port dropped before it could belong to a transport. Written on the loop's thread; readable anywhere.</summary>
internal sealed class LoopCounters
{
    public long DatagramsReceived { get; set; }

    /// <summary>Neither STUN, DTLS, RTP nor RTCP by its first bytes, or too short.</summary>
    public long DroppedUnknownKind { get; set; }

    /// <summary>From an address that no authenticated check has validated.</summary>
    public long DroppedUnvalidated { get; set; }

    /// <summary>STUN that is malformed, for nobody here, or not made with the password.</summary>
    public long DroppedStun { get; set; }

    /// <summary>Datagrams that found the socket's buffer full because the loop had fallen behind.</summary>
    public long DroppedByKernel { get; set; }

    /// <summary>Exceptions that escaped a handler; each one is a bug.</summary>
    public long Faults { get; set; }

    /// <summary>What the port sent and could not send.</summary>
    public PortCounters Port { get; } = new();

    /// <summary>Those of several loops together.</summary>
    public static LoopCounters Sum(IEnumerable<LoopCounters> loops)
    {
        var sum = new LoopCounters();
        foreach (var one in loops)
        {
            sum.DatagramsReceived += one.DatagramsReceived;
            sum.DroppedUnknownKind += one.DroppedUnknownKind;
            sum.DroppedUnvalidated += one.DroppedUnvalidated;
            sum.DroppedStun += one.DroppedStun;
            sum.DroppedByKernel += one.DroppedByKernel;
            sum.Faults += one.Faults;
            sum.Port.Add(one.Port);
        }

        return sum;
    }
}
