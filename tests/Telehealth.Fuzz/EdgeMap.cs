using System.Runtime.InteropServices;

namespace Telehealth.Fuzz;

/// <summary>How often each edge of the woven code was taken since it was last cleared; woven code counts here. Public, because that code lives in another assembly.</summary>
public static unsafe class EdgeMap
{
    /// <summary>More edges than Telehealth.Media has.</summary>
    public const int Size = 1 << 16;

    /// <summary>One byte for each edge. Never moves, so that compiled code holds its address as a constant.</summary>
    public static readonly byte* Counters = (byte*)NativeMemory.AllocZeroed(Size);
}
