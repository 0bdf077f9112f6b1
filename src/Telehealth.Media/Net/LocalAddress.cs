namespace Telehealth.Media.Net;

/// <summary>One of this machine's addresses, IPv4 as IPv4-mapped IPv6; the default leaves the choice to the kernel.</summary>
internal readonly record struct LocalAddress(ulong High, ulong Low)
{
    public bool IsKnown => (High | Low) != 0;
}
