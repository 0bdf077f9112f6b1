using System.Text;
using Telehealth.Media.Net;

namespace Telehealth.Media.Ice;

/// <summary>Finds the transport of a datagram: checks by our ufrag, everything else by an address that a check has validated.</summary>
internal sealed class TransportTable
{
    // RFC 8839 section 5.4: a ufrag has at most 256 characters.
    private const int LongestUfrag = 256;

    private readonly Dictionary<RemoteAddress, Transport> _byAddress = [];
    private readonly Dictionary<string, Transport> _byUfrag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Transport>.AlternateLookup<ReadOnlySpan<char>> _byUfragSpan;

    public TransportTable()
    {
        _byUfragSpan = _byUfrag.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public List<Transport> All { get; } = [];

    public Transport? Find(in RemoteAddress address) => _byAddress.GetValueOrDefault(address);

    /// <summary>By the USERNAME of a check, "ours:theirs" (RFC 8445 section 7.2.2).</summary>
    public Transport? FindByUsername(ReadOnlySpan<byte> username)
    {
        var colon = username.IndexOf((byte)':');
        if (colon is <= 0 or > LongestUfrag)
        {
            return null;
        }

        Span<char> ufrag = stackalloc char[colon];
        return Ascii.ToUtf16(username[..colon], ufrag, out _) == System.Buffers.OperationStatus.Done
            && _byUfragSpan.TryGetValue(ufrag, out var transport) ? transport : null;
    }

    public void Add(Transport transport, string ufrag)
    {
        All.Add(transport);
        _byUfrag.Add(ufrag, transport);
    }

    public void AddUfrag(Transport transport, string ufrag) => _byUfrag.Add(ufrag, transport);

    public void RemoveUfrag(string ufrag) => _byUfrag.Remove(ufrag);

    /// <summary>Binds an address to a transport; returns the transport that had it before, if another one had.</summary>
    public Transport? Bind(in RemoteAddress address, Transport transport)
    {
        var previous = _byAddress.GetValueOrDefault(address);
        _byAddress[address] = transport;
        return previous == transport ? null : previous;
    }

    public void Unbind(in RemoteAddress address, Transport transport)
    {
        if (_byAddress.GetValueOrDefault(address) == transport)
        {
            _byAddress.Remove(address);
        }
    }

    public void Remove(Transport transport) => All.Remove(transport);
}
