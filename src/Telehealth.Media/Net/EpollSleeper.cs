using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telehealth.Media.Net;

/// <summary>Linux's epoll and eventfd: thousands of silent connections cost nothing while packets come, and nothing is allocated.</summary>
internal sealed unsafe class EpollSleeper : Sleeper
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Remove = 2;
    private const uint Readable = 1;
    private const int MostEvents = 64;

    // struct epoll_event is packed on x86 alone, for its 32-bit programs' sake.
    private static readonly int _dataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int _eventBytes = _dataOffset + sizeof(long);

    private readonly WakeSignal _wake = new();
    private readonly int _handle = NativeCalls.EpollHandle(CloseOnExec);
    private readonly Dictionary<int, Action> _watched = [];
    private readonly byte[] _events = GC.AllocateArray<byte>(MostEvents * _eventBytes, pinned: true);

    public EpollSleeper()
    {
        if (_handle < 0)
        {
            throw new InvalidOperationException("The kernel gave no epoll handle.");
        }

        if (!TryChange(Add, _wake.Handle))
        {
            throw new InvalidOperationException("The kernel watches no eventfd.");
        }
    }

    public override bool TryWatch(Socket socket, Action readable)
    {
        var handle = HandleOf(socket);
        return TryChange(Add, handle) && _watched.TryAdd(handle, readable);
    }

    public override void Forget(Socket socket)
    {
        var handle = HandleOf(socket);
        _watched.Remove(handle);
        TryChange(Remove, handle);
    }

    public override void Sleep(long micros)
    {
        var first = (byte*)Unsafe.AsPointer(ref _events[0]);
        var count = NativeCalls.EpollWait(_handle, first, MostEvents, (int)((micros + 999) / 1000));
        for (var at = 0; at < count; at++)
        {
            var handle = (int)Unsafe.ReadUnaligned<long>(first + (at * _eventBytes) + _dataOffset);
            if (handle == _wake.Handle)
            {
                _wake.Lower();
            }
            else if (_watched.TryGetValue(handle, out var readable))
            {
                // One that another's work has closed meanwhile is not there any more; a new one by its number finds nothing to read.
                readable();
            }
        }
    }

    public override void Wake() => _wake.Raise();

    protected override void Dispose(bool disposing)
    {
        _ = NativeCalls.Close(_handle);
        _wake.Dispose();
    }

    private static int HandleOf(Socket socket) => (int)socket.SafeHandle.DangerousGetHandle();

    private bool TryChange(int operation, int handle)
    {
        var wanted = stackalloc byte[_eventBytes];
        Unsafe.WriteUnaligned(wanted, Readable);
        Unsafe.WriteUnaligned(wanted + _dataOffset, (long)handle);
        return NativeCalls.EpollChange(_handle, operation, handle, wanted) >= 0;
    }
}
