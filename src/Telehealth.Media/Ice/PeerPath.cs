using Telehealth.Media.Net;

namespace Telehealth.Media.Ice;

/// <summary>The addresses that a transport's peer has proven to be at, and which of them it is sent to. Only the loop's thread touches this.</summary>
internal sealed class PeerPath(MediaLoop loop, Transport transport)
{
    private readonly CheckedPairs _pairs = new();

    /// <summary>Null until a check has come, and when no address is left.</summary>
    public Destination? Destination { get; private set; }

    /// <summary>An authentic check came from there.</summary>
    public void OnCheck(in RemoteAddress from, uint priority, bool nominates, long now)
    {
        if (_pairs.OnCheck(from, priority, nominates, now) is { } evicted)
        {
            loop.Ports.Unbind(evicted, transport);
        }

        loop.Table.Bind(from, transport)?.ForgetAddress(from);
        Retarget();
    }

    /// <summary>A genuine packet came from there.</summary>
    public void OnMedia(in RemoteAddress from, long now)
    {
        _pairs.OnMedia(from, now);
        Retarget();
    }

    /// <summary>The address belongs to another transport now, or its connection has ended.</summary>
    public void Remove(in RemoteAddress address)
    {
        _pairs.Remove(address);
        Retarget();
    }

    /// <summary>Gives all addresses up; TCP connections end with that.</summary>
    public void Close()
    {
        for (var index = 0; index < _pairs.Count; index++)
        {
            loop.Ports.Unbind(_pairs[index], transport);
        }
    }

    private void Retarget()
    {
        if (_pairs.Target is not { } target)
        {
            Destination = null;
        }
        else if (Destination is null || !Destination.Is(target))
        {
            Destination = new Destination(target);
        }
    }
}
