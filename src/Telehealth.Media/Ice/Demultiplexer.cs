using Telehealth.Media.Net;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Ice;

/// <summary>Hands each datagram of the media port to the transport it belongs to, or drops and counts it. Only the loop's thread touches this.</summary>
internal sealed class Demultiplexer(TransportTable table, LoopCounters counters)
{
    private uint _overflows;

    /// <summary>Media is decrypted where it stands.</summary>
    public void Dispatch(Span<byte> datagram, in RemoteAddress from, long arrivalMicros)
    {
        counters.DatagramsReceived++;
        var kind = PacketKinds.Of(datagram);
        switch (kind)
        {
            case PacketKind.Unknown:
                counters.DroppedUnknownKind++;
                return;
            case PacketKind.Stun:
                OnStun(datagram, from, arrivalMicros);
                return;
        }

        var transport = table.Find(from);
        if (transport is null)
        {
            counters.DroppedUnvalidated++;
        }
        else if (kind == PacketKind.Dtls)
        {
            transport.OnDtls(datagram);
        }
        else
        {
            transport.OnMedia(datagram, kind == PacketKind.Rtcp, from, arrivalMicros);
        }
    }

    /// <summary>Takes the kernel's count of datagrams that found the socket full; it is said with the next one that did not.</summary>
    public void CountOverflows(uint overflows)
    {
        // The kernel's number wraps; cores that queue at once may tell it in another order.
        var more = (int)(overflows - _overflows);
        if (more > 0)
        {
            _overflows = overflows;
            counters.DroppedByKernel += more;
        }
    }

    // Whoever does not know the password gets silence, so the port answers no scan and mirrors nothing.
    private void OnStun(ReadOnlySpan<byte> datagram, in RemoteAddress from, long arrivalMicros)
    {
        if (!StunMessage.TryRead(datagram, out var message)
            || message.Type != StunFormat.BindingRequest
            || !message.HasFingerprint
            || table.FindByUsername(message.Username) is not { } transport
            || !transport.OnCheck(message, from, arrivalMicros))
        {
            counters.DroppedStun++;
        }
    }
}
