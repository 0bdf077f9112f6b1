using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telehealth.Media.Net;

/// <summary>What the kernel says beside a datagram; what it did not say is zero.</summary>
internal readonly record struct DatagramNotes(long StampMicros, uint Overflows, LocalAddress Local);

/// <summary>The control messages (cmsg(3)) of 64-bit Linux that the media port asks for or gives.</summary>
internal static class ControlMessages
{
    /// <summary>Room for everything <see cref="UdpPort"/> asks for: 32 bytes of time, 24 of overflows, 40 of address.</summary>
    public const int ReceiveBytes = 128;

    /// <summary>
    /// The longest source address. Without the padding behind it, which the kernel does not miss: up to 36 bytes it copies to its
    /// stack, for more it would allocate at every packet.
    /// </summary>
    public const int SourceBytes = HeaderBytes + IPv6DestinationBytes;

    /// <summary>Room for everything that <see cref="SendBatch"/> gives: a source with its padding, and a segment size.</summary>
    public const int SendBytes = 64;

    public const int LevelSocket = 1;
    public const int LevelIPv4 = 0;
    public const int LevelIPv6 = 41;
    public const int LevelUdp = 17;

    /// <summary>SO_TIMESTAMPNS: a timespec of CLOCK_REALTIME, taken when the packet left the network card's queue.</summary>
    public const int Stamp = 35;

    /// <summary>SO_RXQ_OVFL: how many datagrams the full socket has lost since it was made, in 32 bits.</summary>
    public const int Overflow = 40;

    /// <summary>IP_PKTINFO: interface, our address, the address in the header.</summary>
    public const int IPv4Destination = 8;

    /// <summary>IPV6_PKTINFO: the address in the header, interface.</summary>
    public const int IPv6Destination = 50;

    /// <summary>UDP_SEGMENT: the kernel cuts one long message into datagrams of this many bytes.</summary>
    public const int Segment = 103;

    private const int HeaderBytes = 16;
    private const int StampBytes = 16;
    private const int IPv4DestinationBytes = 12;
    private const int IPv6DestinationBytes = 20;
    private const ulong MappedPrefix = 0x0000_ffff_0000_0000;

    /// <summary>Stops at the first message that does not fit; unknown ones are passed over.</summary>
    public static DatagramNotes Read(ReadOnlySpan<byte> control)
    {
        long stamp = 0;
        uint overflows = 0;
        var local = default(LocalAddress);
        while (control.Length >= HeaderBytes)
        {
            var length = MemoryMarshal.Read<ulong>(control);
            if (length < HeaderBytes || length > (ulong)control.Length)
            {
                break;
            }

            var content = control[HeaderBytes..(int)length];
            switch (MemoryMarshal.Read<int>(control[8..]), MemoryMarshal.Read<int>(control[12..]))
            {
                case (LevelSocket, Stamp) when content.Length >= StampBytes:
                    stamp = (MemoryMarshal.Read<long>(content) * 1_000_000) + (MemoryMarshal.Read<long>(content[8..]) / 1000);
                    break;
                case (LevelSocket, Overflow) when content.Length >= sizeof(uint):
                    overflows = MemoryMarshal.Read<uint>(content);
                    break;
                case (LevelIPv4, IPv4Destination) when content.Length >= IPv4DestinationBytes:
                    local = new LocalAddress(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(content[4..]));
                    break;
                case (LevelIPv6, IPv6Destination) when content.Length >= IPv6DestinationBytes:
                    local = new LocalAddress(
                        BinaryPrimitives.ReadUInt64BigEndian(content), BinaryPrimitives.ReadUInt64BigEndian(content[8..]));
                    break;
            }

            control = control[Math.Min(Align((int)length), control.Length)..];
        }

        return new DatagramNotes(stamp, overflows, local);
    }

    /// <summary>Says which address a datagram leaves from; the route still chooses the interface. Returns the length.</summary>
    public static int WriteSource(Span<byte> target, in LocalAddress local, bool socketIsIPv6)
    {
        var length = HeaderBytes + (socketIsIPv6 ? IPv6DestinationBytes : IPv4DestinationBytes);
        target[..length].Clear();
        MemoryMarshal.Write(target, (ulong)length);
        MemoryMarshal.Write(target[8..], socketIsIPv6 ? LevelIPv6 : LevelIPv4);
        MemoryMarshal.Write(target[12..], socketIsIPv6 ? IPv6Destination : IPv4Destination);
        if (socketIsIPv6)
        {
            BinaryPrimitives.WriteUInt64BigEndian(target[HeaderBytes..], local.High);
            BinaryPrimitives.WriteUInt64BigEndian(target[(HeaderBytes + 8)..], local.Low);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(target[(HeaderBytes + 4)..], (uint)local.Low);
        }

        return length;
    }

    /// <summary>Adds the segment size behind <paramref name="length"/> bytes of other messages; returns the length of all.</summary>
    public static int AddSegment(Span<byte> target, int length, int segmentBytes)
    {
        var start = Align(length);
        target[length..start].Clear();
        target = target[start..];
        MemoryMarshal.Write(target, (ulong)(HeaderBytes + sizeof(ushort)));
        MemoryMarshal.Write(target[8..], LevelUdp);
        MemoryMarshal.Write(target[12..], Segment);
        MemoryMarshal.Write(target[HeaderBytes..], (ushort)segmentBytes);
        return start + HeaderBytes + sizeof(ushort);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Align(int length) => (length + 7) & ~7;
}
