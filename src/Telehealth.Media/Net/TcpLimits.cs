namespace Telehealth.Media.Net;

/// <summary>
/// How many connections a TCP port holds. An address is one IPv4 address or one IPv6 /64; a hospital's or a village's browsers share
/// one, and each opens a few connections.
/// </summary>
/// <param name="Most">All together.</param>
/// <param name="MostOfOneAddress">Of one address.</param>
/// <param name="MostUnproven">Without an authenticated check so far; the oldest makes room for one more.</param>
/// <param name="MostUnprovenOfOneAddress">The same of one address, whose oldest makes room.</param>
internal sealed record TcpLimits(int Most, int MostOfOneAddress, int MostUnproven, int MostUnprovenOfOneAddress)
{
    /// <summary>
    /// Of one address 256: after a restart of the server everybody behind it comes back within a second, and over a satellite the
    /// first check takes most of one.
    /// </summary>
    public static TcpLimits Default { get; } = new(4096, 512, 1024, 256);
}
