using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Telehealth.Media.Net;

/// <summary>Linux's poll and eventfd: for the few sockets of a loop nothing is faster, and nothing is allocated.</summary>
internal sealed unsafe class PollSleeper : Sleeper
{
    private readonly WakeSignal _wake = new();

    // The first is the wake signal's; sockets and what they call follow in the same order.
    private readonly List<(Socket Socket, Action Readable)> _watched = [];
    private NativeCalls.PollEntry[] _entries;

    public PollSleeper()
    {
        _entries = Entries();
    }

    public override void Watch(Socket socket, Action readable)
    {
        _watched.Add((socket, readable));
        _entries = Entries();
    }

    public override void Forget(Socket socket)
    {
        _watched.RemoveAll(watched => watched.Socket == socket);
        _entries = Entries();
    }

    public override void Sleep(long micros)
    {
        var polled = _entries;
        var first = (NativeCalls.PollEntry*)Unsafe.AsPointer(ref polled[0]);
        if (NativeCalls.Poll(first, (nuint)polled.Length, (int)((micros + 999) / 1000)) <= 0)
        {
            return;
        }

        _wake.Lower();
        // A socket's work may add or take away another: what is left is told next time.
        for (var at = 1; at < polled.Length && ReferenceEquals(polled, _entries); at++)
        {
            if (polled[at].Happened != 0)
            {
                _watched[at - 1].Readable();
            }
        }
    }

    public override void Wake() => _wake.Raise();

    protected override void Dispose(bool disposing) => _wake.Dispose();

    private NativeCalls.PollEntry[] Entries()
    {
        var entries = GC.AllocateArray<NativeCalls.PollEntry>(_watched.Count + 1, pinned: true);
        entries[0] = Entry(_wake.Handle);
        for (var at = 0; at < _watched.Count; at++)
        {
            entries[at + 1] = Entry((int)_watched[at].Socket.SafeHandle.DangerousGetHandle());
        }

        return entries;
    }

    private static NativeCalls.PollEntry Entry(int handle) => new() { Handle = handle, Wanted = NativeCalls.Readable };
}
