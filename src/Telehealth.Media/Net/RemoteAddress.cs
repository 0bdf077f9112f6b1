using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Telehealth.Media.Net;

/// <summary>An IP address and port as a dictionary key that costs no allocation; IPv4 stands as IPv4-mapped IPv6.</summary>
internal readonly record struct RemoteAddress(ulong High, ulong Low, uint Scope, ushort Port)
{
    public const int SocketAddressBytes = 28;
    public const int IPv4SocketAddressBytes = 16;

    private const ulong MappedPrefix = 0x0000_ffff_0000_0000;
    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;

    /// <summary>
    /// Which of our addresses the peer talks to, so that we answer from it. No part of equality: a peer that finds another of our
    /// addresses is still that peer.
    /// </summary>
    public LocalAddress Local { get; init; }

    /// <summary>Which TCP connection the peer talks through; 0 is UDP.</summary>
    public uint Connection { get; init; }

    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    public static RemoteAddress From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        var scope = endPoint.Address is { IsIPv4MappedToIPv6: false, AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } address
            ? (uint)address.ScopeId
            : 0;
        return new RemoteAddress(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            scope,
            (ushort)endPoint.Port);
    }

    /// <summary>Reads Linux's sockaddr_in or sockaddr_in6.</summary>
    public static RemoteAddress FromSocketAddress(ReadOnlySpan<byte> address) =>
        FromSocketAddress(address, MemoryMarshal.Read<ushort>(address) == FamilyIPv4);

    /// <summary>The same where the first two bytes are another system's.</summary>
    public static RemoteAddress FromSocketAddress(ReadOnlySpan<byte> address, bool isIPv4)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        if (isIPv4)
        {
            return new RemoteAddress(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(address[4..]), 0, port);
        }

        return new RemoteAddress(
            BinaryPrimitives.ReadUInt64BigEndian(address[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(address[16..]),
            MemoryMarshal.Read<uint>(address[24..]),
            port);
    }

    /// <summary>Writes what Linux wants for a socket of the given family; returns its length.</summary>
    public int WriteSocketAddress(Span<byte> target, bool socketIsIPv6)
    {
        MemoryMarshal.Write(target, socketIsIPv6 ? FamilyIPv6 : FamilyIPv4);
        return WriteBehindFamily(target, socketIsIPv6);
    }

    /// <summary>Writes everything but the first two bytes, which differ between systems; returns the length with them.</summary>
    public int WriteBehindFamily(Span<byte> target, bool socketIsIPv6)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], Port);
        if (!socketIsIPv6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(target[4..], (uint)Low);
            target[8..IPv4SocketAddressBytes].Clear();
            return IPv4SocketAddressBytes;
        }

        target[4..8].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], High);
        BinaryPrimitives.WriteUInt64BigEndian(target[16..], Low);
        MemoryMarshal.Write(target[24..], Scope);
        return SocketAddressBytes;
    }

    public bool Equals(RemoteAddress other) =>
        Low == other.Low && Port == other.Port && High == other.High && Scope == other.Scope && Connection == other.Connection;

    public override int GetHashCode() => HashCode.Combine(High, Low, Scope, Port, Connection);

    /// <summary>The 16 bytes of the address in network order, IPv4 mapped.</summary>
    public void WriteAddress(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, High);
        BinaryPrimitives.WriteUInt64BigEndian(target[8..], Low);
    }
}
