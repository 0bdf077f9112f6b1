namespace Telehealth.Media.Net;

/// <summary>Wakes a thread that sleeps in <c>poll</c>; Linux's eventfd.</summary>
internal sealed unsafe class WakeSignal : IDisposable
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    // Held only around the system calls: a handle closed under a late Raise could be somebody else's by then.
    private readonly Lock _handleLock = new();
    private int _raised;
    private bool _closed;

    public WakeSignal()
    {
        Handle = NativeCalls.EventHandle(0, NonBlocking | CloseOnExec);
        if (Handle < 0)
        {
            throw new InvalidOperationException("The kernel gave no eventfd.");
        }
    }

    /// <summary>For <c>poll</c>; valid until disposal.</summary>
    public int Handle { get; }

    public void Raise()
    {
        if (Interlocked.Exchange(ref _raised, 1) == 1)
        {
            return;
        }

        lock (_handleLock)
        {
            if (!_closed)
            {
                ulong one = 1;
                _ = NativeCalls.Write(Handle, &one, sizeof(ulong));
            }
        }
    }

    /// <summary>Lowered before the work is looked at, so that work posted meanwhile raises it again.</summary>
    public void Lower()
    {
        if (Volatile.Read(ref _raised) == 1)
        {
            ulong count;
            _ = NativeCalls.Read(Handle, &count, sizeof(ulong));
            Volatile.Write(ref _raised, 0);
        }
    }

    public void Dispose()
    {
        lock (_handleLock)
        {
            if (!_closed)
            {
                _closed = true;
                _ = NativeCalls.Close(Handle);
            }
        }
    }
}
