using System.Runtime.InteropServices;

namespace Telehealth.Media.Net;

/// <summary>Linux's socket calls: they neither allocate nor throw when a packet cannot be sent, as <c>Socket</c> does.</summary>
internal static unsafe partial class NativeCalls
{
    public const int DoNotWait = 0x40;
    public const short Readable = 1;

    // errno, as Linux numbers it on all our processors.
    public const int Interrupted = 4;
    public const int Failed = 5;
    public const int TryAgain = 11;
    public const int InvalidArgument = 22;
    public const int MessageTooLong = 90;
    public const int NoSuchOption = 92;
    public const int NotSupported = 95;
    public const int NoBuffers = 105;

    private const string LibC = "libc";

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Handle;
        public short Wanted;
        public short Happened;
    }

    [LibraryImport(LibC, EntryPoint = "recvmmsg")]
    public static partial int ReceiveMany(int handle, NativeBatchEntry* entries, uint count, int flags, void* timeout);

    /// <summary>How many messages were taken, or -1 when the very first was not; why, says <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    [LibraryImport(LibC, EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int handle, NativeBatchEntry* entries, uint count, int flags);

    [LibraryImport(LibC, EntryPoint = "sendto")]
    public static partial nint SendTo(int handle, byte* buffer, nint length, int flags, byte* address, int addressLength);

    [LibraryImport(LibC, EntryPoint = "sendmsg")]
    public static partial nint SendMessage(int handle, NativeMessage* message, int flags);

    [LibraryImport(LibC, EntryPoint = "setsockopt")]
    public static partial int SetOption(int handle, int level, int name, int* value, int length);

    [LibraryImport(LibC, EntryPoint = "poll")]
    public static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport(LibC, EntryPoint = "epoll_create1")]
    public static partial int EpollHandle(int flags);

    [LibraryImport(LibC, EntryPoint = "epoll_ctl")]
    public static partial int EpollChange(int epoll, int operation, int handle, byte* wanted);

    [LibraryImport(LibC, EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, byte* events, int most, int timeoutMs);

    [LibraryImport(LibC, EntryPoint = "eventfd")]
    public static partial int EventHandle(uint initial, int flags);

    [LibraryImport(LibC, EntryPoint = "read")]
    public static partial nint Read(int handle, void* buffer, nint length);

    [LibraryImport(LibC, EntryPoint = "write")]
    public static partial nint Write(int handle, void* buffer, nint length);

    [LibraryImport(LibC, EntryPoint = "close")]
    public static partial int Close(int handle);
}
