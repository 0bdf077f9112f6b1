namespace Telehealth.Media.Srtp;

/// <summary>The replay windows of one direction, one per SSRC; a scan over packed numbers beats a dictionary at this size.</summary>
internal sealed class SsrcWindows(int capacity)
{
    private uint[] _ssrcs = new uint[8];
    private ReplayWindow[] _windows = new ReplayWindow[8];
    private int _count;

    public bool IsFull => _count == capacity;

    public ReplayWindow? Find(uint ssrc)
    {
        var at = _ssrcs.AsSpan(0, _count).IndexOf(ssrc);
        return at < 0 ? null : _windows[at];
    }

    public void Add(uint ssrc, ReplayWindow window)
    {
        if (_count == _ssrcs.Length)
        {
            Array.Resize(ref _ssrcs, _count * 2);
            Array.Resize(ref _windows, _count * 2);
        }

        _ssrcs[_count] = ssrc;
        _windows[_count++] = window;
    }
}
