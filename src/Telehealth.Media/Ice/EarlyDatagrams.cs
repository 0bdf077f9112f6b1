namespace Telehealth.Media.Ice;

/// <summary>DTLS that overtook the signalling: a ClientHello with a post-quantum share comes in two datagrams, and no more than these are kept.</summary>
internal sealed class EarlyDatagrams
{
    private const int Most = 2;

    private readonly Queue<byte[]> _kept = new(Most);

    public void Keep(ReadOnlySpan<byte> datagram)
    {
        if (_kept.Count < Most)
        {
            _kept.Enqueue(datagram.ToArray());
        }
    }

    /// <summary>The oldest, or nothing when none is left.</summary>
    public byte[]? Take() => _kept.TryDequeue(out var datagram) ? datagram : null;
}
